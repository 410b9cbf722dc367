package dev.weir.app.simulate;

import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Publishes to a gateway, many messages a request. A request goes when it is full, or after a
 * moment. A message sent again is known by its payload.
 */
public final class HttpBatchPublisher implements Publisher, AutoCloseable {

  /** What one request may hold. */
  public static final int MAX_MESSAGES = 100;

  private static final long LINGER_MILLIS = 20;

  private final HttpEndpoint endpoint;
  private final int messages;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("http-batch").factory());
  private HttpBatch gathering = new HttpBatch();

  /**
   * To a gateway at a URL, such as {@code http://127.0.0.1:8080}.
   *
   * @param connections requests that may be without an answer
   * @param messages of a request, 1 to {@value #MAX_MESSAGES}
   */
  public HttpBatchPublisher(URI url, int connections, int messages) {
    endpoint = new HttpEndpoint(url, connections);
    this.messages = messages;
    var _ =
        clock.scheduleWithFixedDelay(
            this::flush, LINGER_MILLIS, LINGER_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public CompletionStage<Outcome> publish(SimulatedMessage message) throws InterruptedException {
    CompletableFuture<Outcome> outcome;
    HttpBatch full = null;
    synchronized (this) {
      outcome = gathering.add(message);
      if (gathering.size() == messages) {
        full = take();
      }
    }
    if (full != null) {
      send(full);
    }
    return outcome;
  }

  @Override
  public void close() {
    clock.shutdownNow();
    endpoint.close();
  }

  /** Sends what has gathered, if only a little: its senders may have no more to add. */
  private void flush() {
    HttpBatch batch;
    synchronized (this) {
      if (gathering.size() == 0) {
        return;
      }
      batch = take();
    }
    try {
      send(batch);
    } catch (InterruptedException closing) {
      batch.answer(null);
      Thread.currentThread().interrupt();
    }
  }

  /** Under the lock. */
  private HttpBatch take() {
    HttpBatch batch = gathering;
    gathering = new HttpBatch();
    return batch;
  }

  private void send(HttpBatch batch) throws InterruptedException {
    var _ =
        endpoint
            .send(endpoint.post("/ingest/v1/batch", batch.document()).build())
            .whenComplete((answer, failure) -> batch.answer(answer));
  }
}
