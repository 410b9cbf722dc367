package dev.weir.delivery.webhook;

import dev.weir.core.route.RouteJob;
import dev.weir.delivery.destination.Deliverer;
import dev.weir.delivery.destination.Destination.Webhook;
import dev.weir.delivery.destination.Outcome;
import dev.weir.delivery.guard.AddressGuard;
import dev.weir.delivery.signature.WebhookSignature;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;

/**
 * Posts jobs to webhooks, signed. What the status says counts, whatever becomes of the body: 2xx is
 * delivered; 408, 425, 429, 5xx and trouble on the way may go well another time; any other, a
 * redirect among them, never will.
 */
public final class WebhookDeliverer implements Deliverer<Webhook> {

  /** For the client to keep its own bound first. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final WebhookConfig config;
  private final Clock clock;
  private final HttpClient client;

  /**
   * Makes one.
   *
   * @param guard of the addresses that are connected to
   */
  public WebhookDeliverer(WebhookConfig config, AddressGuard guard, Clock clock) {
    this.config = config;
    this.clock = clock;
    client = WebhookClient.start(config, guard);
  }

  @Override
  public Outcome deliver(RouteJob job, Webhook destination) throws InterruptedException {
    Duration timeout = destination.timeout() == null ? config.timeout() : destination.timeout();
    Exchange exchange = new Exchange(clock, timeout);
    request(job, destination, timeout).send(exchange);
    try {
      return exchange.outcome().get(timeout.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return new Outcome.Failed("no answer within " + timeout.toMillis() + " ms", null);
    } catch (ExecutionException e) {
      throw new IllegalStateException("an outcome never fails", e);
    }
  }

  @Override
  public void close() {
    WebhookClient.stop(client);
  }

  private Request request(RouteJob job, Webhook destination, Duration timeout) {
    long seconds = clock.instant().getEpochSecond();
    String secret = destination.secret();
    return client
        .newRequest(destination.url())
        .method(destination.method())
        .tag(job.routeId()) // connections of its own: no route waits for another's
        .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .body(new BytesRequestContent("application/json", job.payload()))
        .headers(headers -> {
          destination.headers().forEach(headers::put);
          headers.put(new HttpField("webhook-id", job.deliveryId()));
          headers.put(new HttpField("webhook-timestamp", Long.toString(seconds)));
          headers.put(HttpHeader.USER_AGENT, config.userAgent());
          if (secret != null) {
            headers.put(
                "webhook-signature",
                WebhookSignature.standard(
                    job.deliveryId(),
                    seconds,
                    job.payload(),
                    secret,
                    destination.previousSecret()));
            headers.put("X-Signature-256", WebhookSignature.ofBody(job.payload(), secret));
          }
        });
  }
}
