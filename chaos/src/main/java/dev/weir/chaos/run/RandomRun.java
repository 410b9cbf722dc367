package dev.weir.chaos.run;

import dev.weir.app.simulate.Fleet;
import dev.weir.app.simulate.Mix;
import dev.weir.chaos.fault.DatabaseFaults;
import dev.weir.chaos.fault.Fault;
import dev.weir.chaos.fault.NatsFaults;
import dev.weir.chaos.fault.NetworkFaults;
import dev.weir.chaos.fault.ProcessFaults;
import dev.weir.chaos.ledger.Baseline;
import dev.weir.chaos.ledger.Findings;
import dev.weir.chaos.ledger.Incarnations;
import dev.weir.chaos.ledger.LedgerCheck;
import dev.weir.chaos.ledger.Load;
import dev.weir.testkit.nats.TestNats;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;

/**
 * Faults by chance under one steady load: processes are killed all the time, and beside that
 * servers and networks break. A seed gives the same faults in the same order; their moments differ
 * by what each takes.
 */
public final class RandomRun {

  private static final double RATE = 1_500;
  private static final Mix MIX = Mix.evenlyBad(0.6, 0.03, 0.1).unnumbered(0.2);

  private final Installation installation;
  private final TestNats nats;
  private final long seed;
  private final PrintStream out;
  private final Timeline timeline;
  private final Progress progress;

  /** On an installation whose NATS is one server. */
  public RandomRun(Installation installation, TestNats nats, long seed, PrintStream out) {
    this.installation = installation;
    this.nats = nats;
    this.seed = seed;
    this.out = out;
    this.timeline = new Timeline(out);
    this.progress = new Progress(installation.database());
  }

  /** Faults that could not be made, or from which nothing recovered in time; the timeline tells. */
  public int failures() {
    return timeline.failures();
  }

  /** Breaks things for a time, mends all, and checks every message. */
  public Findings run(Duration duration) throws Exception {
    Fleet fleet = new Fleet(seed, "chaos", 5, 500);
    installation.register(fleet);
    Baseline baseline = Baseline.of(installation.database());
    try (Publishing publishing = new Publishing(installation, fleet, seed, MIX, RATE, 0)) {
      breakThings(publishing, System.nanoTime() + duration.toNanos());
      installation.mend();
      timeline.tell("all is mended; the last messages are waited for");
      Load load = publishing.stop();
      progress.await(load.acknowledged().last());
      timeline.tell("%,d messages are looked for".formatted(load.acknowledged().size()));
      timeline.tell(
          "under %d names of %d streams".formatted(names(), load.acknowledged().last().size()));
      return check(baseline, load);
    } finally {
      out.println();
      out.print(timeline.toMarkdown());
    }
  }

  private void breakThings(Publishing publishing, long until) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<Void>> ends = new ArrayList<>();
      for (FaultTrack track : tracks(publishing)) {
        ends.add(CompletableFuture.runAsync(() -> track.run(until), threads));
      }
      CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).get();
    }
  }

  /** What lanes have called their streams: more than one where one was taken for another. */
  private long names() {
    return installation
        .database()
        .number("select count(distinct (stream, incarnation)) from quarantine_events");
  }

  private Findings check(Baseline baseline, Load load) throws SQLException {
    Incarnations incarnations = new Incarnations();
    incarnations.note(installation.database(), 0);
    return new LedgerCheck(installation.database())
        .check("chaos-", baseline, List.of(load), incarnations, List.of());
  }

  private List<FaultTrack> tracks(Publishing publishing) {
    List<Member> members = installation.members();
    List<Fault> kills = members.stream().map(ProcessFaults::killed).toList();
    List<Fault> others = new ArrayList<>();
    for (Member member : members) {
      others.addAll(ProcessFaults.of(installation, member));
      others.addAll(NetworkFaults.of(installation, member));
    }
    others.addAll(DatabaseFaults.of(installation));
    others.addAll(NatsFaults.of(nats));
    List<Fault> restarts =
        List.of(
            DatabaseFaults.killed(installation),
            NatsFaults.killed(nats),
            DatabaseFaults.restarted(installation),
            NatsFaults.restarted(nats));
    FaultTrack.Watch watch =
        fault -> timeline.recovered(fault, progress.await(publishing.acknowledged().last()));
    return List.of(
        new FaultTrack(installation, timeline, watch, seed, Duration.ofSeconds(10), List.of(kills)),
        new FaultTrack(
            installation,
            timeline,
            watch,
            seed + 1,
            Duration.ofSeconds(8),
            List.of(restarts, others)));
  }
}
