package dev.weir.benchmarks;

import dev.weir.app.config.ConfigurationException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One backlog, read, ingested, and its rows copied.
 *
 * @param ingested messages a second, from the moment at which the process may go on to the last
 *     commit
 * @param copied rows a second of raw COPY
 * @param read messages a second of JetStream alone
 * @param usage CPU while it was ingested
 * @param allocated bytes that the ingest process allocated meanwhile
 * @param batches that were committed meanwhile
 */
record Round(
    double ingested, double copied, double read, Usage usage, double allocated, double batches) {

  private static final String ALLOCATED = "jvm_gc_memory_allocated_bytes_total";
  private static final String BATCHES = "weir_batch_size_count";
  private static final long LOOK_MILLIS = 20;
  private static final long BOUND_NANOS = TimeUnit.MINUTES.toNanos(2);

  double ratio() {
    return ingested / copied;
  }

  /** Runs one; {@code telemetry} is empty before and afterwards. */
  static Round run(Stage stage, Load load, int messages)
      throws IOException, ConfigurationException, InterruptedException {
    double allocated = stage.ingest().metric(ALLOCATED);
    double batches = stage.ingest().metric(BATCHES);
    stage.ingest().signal("STOP");
    Map<String, Long> from = nextSequences(stage);
    long before = stage.accounted();
    load.publish(messages);
    double read = StreamRead.messagesPerSecond(stage, from);
    Usage used = stage.usage();
    double ingested = drain(stage, before, messages);
    Usage usage = stage.usage().since(used);
    allocated = stage.ingest().metric(ALLOCATED) - allocated;
    batches = stage.ingest().metric(BATCHES) - batches;
    return new Round(
        ingested, RawCopy.rowsPerSecond(stage.database()), read, usage, allocated, batches);
  }

  /** Messages a second of a backlog that leaves no row behind. */
  static double refused(Stage stage, Load load, int messages)
      throws ConfigurationException, InterruptedException {
    stage.ingest().signal("STOP");
    long before = stage.accounted();
    load.publish(messages);
    return drain(stage, before, messages);
  }

  private static Map<String, Long> nextSequences(Stage stage) {
    Map<String, Long> next = new HashMap<>();
    for (String row : stage.database().rows("select stream, last_seq + 1 from ingest_lanes")) {
      String[] columns = row.split("\\|", -1);
      next.put(columns[0], Long.parseLong(columns[1]));
    }
    return next;
  }

  private static double drain(Stage stage, long before, int messages) throws InterruptedException {
    long started = System.nanoTime();
    stage.ingest().signal("CONT");
    while (stage.accounted() - before < messages) {
      if (System.nanoTime() - started > BOUND_NANOS) {
        throw new IllegalStateException("the backlog was not accounted for within two minutes");
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    return messages * 1e9 / (System.nanoTime() - started);
  }
}
