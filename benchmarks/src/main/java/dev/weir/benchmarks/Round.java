package dev.weir.benchmarks;

import dev.weir.app.config.ConfigurationException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * One backlog, read, ingested, and its rows copied.
 *
 * @param copied rows a second of raw COPY
 * @param read messages a second of JetStream alone
 */
record Round(Drain drain, double copied, double read) {

  double ingested() {
    return drain.perSecond();
  }

  double ratio() {
    return ingested() / copied;
  }

  /**
   * Runs one; {@code telemetry} is empty before and afterwards.
   *
   * @param before messages of the backlog that are ingested first, and not measured
   */
  static Round run(Stage stage, Load load, int before, int messages)
      throws IOException, ConfigurationException, InterruptedException {
    Drain.Halt halt = Drain.halt(stage);
    Map<String, Long> from = nextSequences(stage);
    load.publish(before + messages);
    double read = StreamRead.messagesPerSecond(stage, from);
    Drain drain = halt.drain(before, messages);
    stage.awaitStates();
    return new Round(drain, RawCopy.rowsPerSecond(stage.database()), read);
  }

  /** Messages a second of a backlog that leaves no row behind. */
  static double refused(Stage stage, Load load, int messages)
      throws IOException, ConfigurationException, InterruptedException {
    Drain.Halt halt = Drain.halt(stage);
    load.publish(messages);
    return halt.drain(messages).perSecond();
  }

  private static Map<String, Long> nextSequences(Stage stage) {
    Map<String, Long> next = new HashMap<>();
    for (String row : stage.database().rows("select stream, last_seq + 1 from ingest_lanes")) {
      String[] columns = row.split("\\|", -1);
      next.put(columns[0], Long.parseLong(columns[1]));
    }
    return next;
  }
}
