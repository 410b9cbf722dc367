package dev.weir.benchmarks;

import dev.weir.app.config.ConfigurationException;
import dev.weir.core.message.Envelope;
import dev.weir.core.stream.StreamReader;
import dev.weir.jetstream.NatsConnection;
import dev.weir.jetstream.NatsStreams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** JetStream alone: a backlog is read as lanes read it, and thrown away. */
final class StreamRead {

  private static final int WINDOW = 10_000;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private StreamRead() {}

  /**
   * Measures.
   *
   * @param from of each stream the first sequence that is read; it is read to its end of now
   * @return messages a second
   */
  static double messagesPerSecond(Stage stage, Map<String, Long> from)
      throws ConfigurationException, InterruptedException {
    try (NatsConnection connection =
            NatsConnection.start(stage.configuration().nats().toConfig("weir-bench-read"));
        ExecutorService threads = Executors.newCachedThreadPool()) {
      connection.awaitConnected(PATIENCE);
      NatsStreams streams = new NatsStreams(connection);
      List<Callable<Long>> reads = new ArrayList<>();
      from.forEach((stream, seq) -> reads.add(() -> read(streams, stream, seq)));
      long started = System.nanoTime();
      long messages = 0;
      for (Future<Long> read : threads.invokeAll(reads)) {
        messages += read.get();
      }
      return messages * 1e9 / (System.nanoTime() - started);
    } catch (ExecutionException e) {
      throw new IllegalStateException("reading failed", e.getCause());
    }
  }

  private static long read(NatsStreams streams, String stream, long from)
      throws InterruptedException {
    long left = Objects.requireNonNull(streams.state(stream)).lastSeq() + 1 - from;
    long all = left;
    List<Envelope> messages = new ArrayList<>();
    try (StreamReader reader = streams.open(stream, from, WINDOW)) {
      while (left > 0) {
        messages.clear();
        left -= reader.read(messages, WINDOW, PATIENCE);
      }
    }
    return all;
  }
}
