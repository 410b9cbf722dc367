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
      Usage used = stage.usage();
      long started = System.nanoTime();
      stage.ingest().signal("CONT");
      while (stage.accounted() - accounted < messages) {
        if (System.nanoTime() - started > BOUND_NANOS) {
          throw new IllegalStateException("the backlog was not accounted for within two minutes");
        }
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
      double perSecond = messages * 1e9 / (System.nanoTime() - started);
      return new Drain(
          perSecond,
          stage.usage().since(used),
          stage.ingest().metric(ALLOCATED) - allocated,
          stage.ingest().metric(BATCHES) - batches);
    }
  }

  /** Makes ingest stand still. */
  public static Halt halt(Stage stage) throws IOException {
    return new Halt(stage);
  }
}
