package dev.weir.chaos.run;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Looks at a load, the lanes and the processes' memory while the load goes on. */
final class LoadWatch {

  private static final long LOOK_MILLIS = 500;

  private final Installation installation;
  private final Publishing publishing;
  private final long before;

  /** From the moment at which the load begins. */
  LoadWatch(Installation installation, Publishing publishing) {
    this.installation = installation;
    this.publishing = publishing;
    this.before = accounted();
  }

  OverloadPhase look(String load, Duration duration) throws InterruptedException {
    long from = System.nanoTime();
    long acknowledged = publishing.acknowledged().size();
    long accounted = accounted();
    long resent = publishing.resent();
    long waiting = 0;
    long resident = 0;
    while (System.nanoTime() - from < duration.toNanos()) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      waiting = Math.max(waiting, publishing.acknowledged().size() - (accounted() - before));
      resident = Math.max(resident, resident());
    }
    double seconds = (System.nanoTime() - from) / 1e9;
    return new OverloadPhase(
        load,
        (publishing.acknowledged().size() - acknowledged) / seconds,
        (accounted() - accounted) / seconds,
        (publishing.resent() - resent) / seconds,
        waiting,
        resident);
  }

  private long resident() {
    return installation.members().stream().mapToLong(Member::residentBytes).max().orElse(0);
  }

  private long accounted() {
    return installation
        .database()
        .number("select coalesce(sum(stored + quarantined + duplicates), 0) from ingest_lanes");
  }
}
