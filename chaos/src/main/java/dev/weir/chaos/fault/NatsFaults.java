package dev.weir.chaos.fault;

import static dev.weir.chaos.fault.Fault.during;
import static dev.weir.chaos.fault.Fault.moment;

import dev.weir.chaos.run.Installation;
import dev.weir.testkit.nats.NatsCluster;
import dev.weir.testkit.nats.TestNats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What happens to NATS. */
public final class NatsFaults {

  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofSeconds(2);

  /** Nine tenths of this time, over and over, the server stands still, as behind a slow disk. */
  private static final long STUTTER_MILLIS = 100;

  private static final int STUTTERS = 30;

  private NatsFaults() {}

  /** All that a run of any length may do. */
  public static List<Fault> of(TestNats nats) {
    StreamHand hand = new StreamHand(nats);
    return List.of(
        killed(nats),
        restarted(nats),
        during("NATS paused (SIGSTOP)", LONG, nats::pause, nats::resume),
        moment("NATS behind a slow disk (stands still nine tenths of 3 s)", () -> stutter(nats)),
        full(hand),
        moment("consumers deleted", hand::deleteConsumers));
  }

  /** What an operator's hand does: for runs in which each fault has a load of its own. */
  public static List<Fault> byHand(Installation installation, TestNats nats) {
    StreamHand hand = new StreamHand(nats);
    Purge purge = new Purge(installation, hand);
    return List.of(
        new Fault("stream purged by hand", SHORT, Fault.Kind.PURGE, purge, purge::end),
        new Fault(
            "stream deleted by hand and made again",
            SHORT,
            Fault.Kind.NEW_STREAMS,
            hand::delete,
            installation::migrate));
  }

  /** Each server of a cluster once; nothing is lost, and nobody waits for it to return. */
  public static List<Fault> of(NatsCluster cluster) {
    List<Fault> faults = new ArrayList<>();
    for (int i = 0; i < NatsCluster.SIZE; i++) {
      int server = i;
      faults.add(
          moment(
              "server %d of a NATS cluster of three killed (SIGKILL), away meanwhile"
                  .formatted(server + 1),
              () -> {
                cluster.complete();
                cluster.kill(server);
              }));
    }
    return faults;
  }

  public static Fault full(TestNats nats) {
    return full(new StreamHand(nats));
  }

  private static Fault full(StreamHand hand) {
    return during("stream full", SHORT, hand::shrink, hand::widen);
  }

  public static Fault killed(TestNats nats) {
    return during("NATS killed (SIGKILL), started again", SHORT, nats::kill, nats::restart);
  }

  public static Fault restarted(TestNats nats) {
    return during("NATS restarted", Duration.ZERO, nats::stop, nats::restart);
  }

  private static void stutter(TestNats nats) throws InterruptedException {
    for (int i = 0; i < STUTTERS; i++) {
      nats.pause();
      TimeUnit.MILLISECONDS.sleep(STUTTER_MILLIS * 9 / 10);
      nats.resume();
      TimeUnit.MILLISECONDS.sleep(STUTTER_MILLIS / 10);
    }
  }
}
