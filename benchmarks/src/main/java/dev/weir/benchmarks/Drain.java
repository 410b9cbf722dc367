package dev.weir.benchmarks;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * A backlog, ingested.
 *
 * @param messages that were measured
 * @param perSecond messages, from the moment at which the process may go on, or the first that is
 *     measured, to the last commit
 * @param usage CPU meanwhile
 * @param allocated bytes that the ingest process allocated meanwhile
 * @param batches that were committed meanwhile
 */
public record Drain(
    long messages, double perSecond, Usage usage, double allocated, double batches) {

  private static final String ALLOCATED = "jvm_gc_memory_allocated_bytes_total";
  private static final String BATCHES = "weir_batch_size_count";
  private static final long LOOK_MILLIS = 20;
  private static final long BOUND_NANOS = TimeUnit.MINUTES.toNanos(2);

  /** Of a committed batch. */
  public double messagesPerBatch() {
    return messages / batches;
  }

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
      long first = accounted;
      double allocatedBefore = allocated;
      double batchesBefore = batches;
      if (before > 0) {
        stage.ingest().signal("CONT");
        await(before);
        allocatedBefore = stage.ingest().metric(ALLOCATED);
        batchesBefore = stage.ingest().metric(BATCHES);
        first = stage.accounted();
      }
      Usage used = stage.usage();
      long started = System.nanoTime();
      stage.ingest().signal("CONT"); // changes nothing where it goes on already
      await(before + messages);
      long nanos = System.nanoTime() - started;
      long measured = accounted + before + messages - first;
      return new Drain(
          measured,
          measured * 1e9 / nanos,
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
