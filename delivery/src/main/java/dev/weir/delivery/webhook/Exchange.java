package dev.weir.delivery.webhook;

import dev.weir.delivery.destination.Outcome;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;

/** One request's way; its outcome is known with the head of the answer, or with the trouble. */
final class Exchange implements Response.Listener {

  /** Nobody reads it: it is taken in so that the connection can serve again. */
  private static final int MAX_BODY_BYTES = 16_384;

  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
  private final Clock clock;
  private final Duration timeout;
  private long bodyBytes;

  Exchange(Clock clock, Duration timeout) {
    this.clock = clock;
    this.timeout = timeout;
  }

  CompletableFuture<Outcome> outcome() {
    return outcome;
  }

  @Override
  public void onHeaders(Response response) {
    outcome.complete(Answers.outcome(response, clock));
  }

  @Override
  public void onContent(Response response, ByteBuffer content) {
    bodyBytes += content.remaining();
    if (bodyBytes > MAX_BODY_BYTES) {
      var _ =
          response.abort(
              new IllegalStateException("a body of more than " + MAX_BODY_BYTES + " bytes"));
    }
  }

  @Override
  public void onComplete(Result result) {
    Throwable failure = result.getFailure();
    if (failure != null) {
      outcome.complete(Failures.outcome(failure, timeout));
    }
  }
}
