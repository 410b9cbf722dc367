package dev.weir.benchmarks;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * A backlog, ingested.
 *
 * @param perSecond messages, from the moment at which the process may go on to the last commit
 * @param usage CPU meanwhile
 * @param allocated bytes that the ingest process allocated meanwhile
 * @param batches that were committed meanwhile
 */
public record Drain(double perSecond, Usage usage, double allocated, double batches) {

  private static final String ALLOCATED = "jvm_gc_memory_allocated_bytes_total";
  private static final String BATCHES = "weir_batch_size_count";
  private static final long LOOK_MILLIS = 20;
  private static final long BOUND_NANOS = TimeUnit.MINUTES.toNanos(2);

  /** Ingest that stands still, so that what comes is a backlog. */
  public static final class Halt {

    private final Stage stage;
    private final double allocated;
    private final double batches;
    private final long accounted;

    private Halt(Stage stage) throws IOException {
      this.stage = stage;
      allocated = stage.ingest().metric(ALLOCATED);
      batches = stage.ingest().metric(BATCHES);
      stage.ingest().signal("STOP");
      accounted = stage.accounted();
    }

    /** Lets it go on until all of so many messages are accounted for. */
    public Drain drain(long messages) throws IOException, InterruptedException {
      return drain(0, messages);
    }

    /**
     * The same, where not all of them are measured.
     *
     * @param before how many are ingested first, and are not: a process that stood still has
     *     forgotten its devices, and learns them by their first messages
     */
    Drain drain(long before, long messages) throws IOException, InterruptedException {
      stage.ingest().signal("CONT");
      await(before);
      long first = stage.accounted();
      Usage used = stage.usage();
      double allocatedBefore = before == 0 ? allocated : stage.ingest().metric(ALLOCATED);
      double batchesBefore = before == 0 ? batches : stage.ingest().metric(BATCHES);
      long started = System.nanoTime();
      await(before + messages);
      double perSecond =
          (accounted + before + messages - first) * 1e9 / (System.nanoTime() - started);
      return new Drain(
          perSecond,
          stage.usage().since(used),
          stage.ingest().metric(ALLOCATED) - allocatedBefore,
          stage.ingest().metric(BATCHES) - batchesBefore);
    }

    private void await(long messages) throws InterruptedException {
      long began = System.nanoTime();
      while (stage.accounted() - accounted < messages) {
        if (System.nanoTime() - began > BOUND_NANOS) {
          throw new IllegalStateException("the backlog was not accounted for within two minutes");
        }
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
    }
  }

  /** Makes ingest stand still. */
  public static Halt halt(Stage stage) throws IOException {
    return new Halt(stage);
  }
}
