package dev.weir.chaos.run;

import dev.weir.testkit.TestDatabase;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** How far the lanes have come. The database may be away: then it is asked again. */
final class Progress {

  private static final long LOOK_MILLIS = 20;
  private static final Duration BOUND = Duration.ofSeconds(90);

  private final TestDatabase database;
  private final Set<String> former = new HashSet<>();

  Progress(TestDatabase database) {
    this.database = database;
  }

  /**
   * The streams are about to be made anew: what lanes have committed of those of now says nothing
   * any more.
   */
  void forget() {
    former.addAll(database.rows("select incarnation from ingest_lanes"));
  }

  /**
   * Waits until each lane has committed what its stream had acknowledged.
   *
   * @return how long that took
   * @throws IllegalStateException it took more than 90 s
   */
  Duration await(Map<String, Long> acknowledged) throws InterruptedException {
    long from = System.nanoTime();
    Map<String, Long> left = left(acknowledged);
    while (!left.isEmpty()) {
      if (System.nanoTime() - from > BOUND.toNanos()) {
        throw new IllegalStateException(
            "not accounted for within " + BOUND.toSeconds() + " s, up to stream sequence: " + left);
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      left = left(acknowledged);
    }
    return Duration.ofNanos(System.nanoTime() - from);
  }

  private Map<String, Long> left(Map<String, Long> acknowledged) {
    Map<String, Long> left = new HashMap<>(acknowledged);
    try {
      for (String row : database.rows("select stream, last_seq, incarnation from ingest_lanes")) {
        String[] columns = row.split("\\|", -1);
        if (!former.contains(columns[2])) {
          left.computeIfPresent(
              columns[0], (stream, seq) -> seq <= Long.parseLong(columns[1]) ? null : seq);
        }
      }
    } catch (IllegalStateException notNow) {
      return left;
    }
    return left;
  }
}
