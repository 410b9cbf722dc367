package dev.weir.app.simulate;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.concurrent.CompletionStage;

/**
 * Publishes to a gateway, one message a request. A message sent again is known by its {@code
 * Idempotency-Key}.
 */
public final class HttpPublisher implements Publisher, AutoCloseable {

  private final HttpEndpoint endpoint;

  /**
   * To a gateway at a URL, such as {@code http://127.0.0.1:8080}.
   *
   * @param connections requests that may be without an answer
   */
  public HttpPublisher(URI url, int connections) {
    endpoint = new HttpEndpoint(url, connections);
  }

  @Override
  public CompletionStage<Outcome> publish(SimulatedMessage message) throws InterruptedException {
    HttpRequest.Builder request =
        endpoint
            .post("/ingest/v1/" + message.topic(), message.body())
            .header("Idempotency-Key", message.messageId());
    if (message.token() != null) {
      request.header("X-Provision-Token", message.token());
    }
    return endpoint.send(request.build()).handle((answer, failure) -> HttpAnswers.toSingle(answer));
  }

  @Override
  public void close() {
    endpoint.close();
  }
}
