package dev.weir.ingest.route;

import dev.weir.core.publish.Acknowledgement;
import dev.weir.core.publish.MessagePublisher;
import dev.weir.core.publish.OutboundMessage;
import dev.weir.core.publish.PublishException;
import dev.weir.core.route.FanOut;
import dev.weir.core.route.RouteJob;
import dev.weir.ingest.IngestObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Puts jobs into the stream, all of a batch at once. A refusal is remembered for a while, so that a
 * stream that is full or away costs ingest one batch's patience now and then, not each one's.
 */
public final class RouteFanOut implements FanOut {

  private static final long REFUSAL_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long AWAY_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final int MAX_REFUSALS = 10_000;

  private final MessagePublisher publisher;
  private final Duration patience;
  private final IngestObserver observer;
  private final LongSupplier nanoTime;
  private final Map<String, Long> refusedSince = new HashMap<>();
  private long awaySince;
  private boolean away;

  /**
   * Makes one lane's.
   *
   * @param patience how long the answers to a batch's jobs are waited for; well below the lane's
   *     lease, for its row is locked meanwhile
   * @param nanoTime {@link System#nanoTime}
   */
  public RouteFanOut(
      MessagePublisher publisher,
      Duration patience,
      IngestObserver observer,
      LongSupplier nanoTime) {
    this.publisher = publisher;
    this.patience = patience;
    this.observer = observer;
    this.nanoTime = nanoTime;
  }

  /** The batch had more jobs than its time: that says nothing of the stream. */
  private static final class Late extends Exception {
    private static final long serialVersionUID = 1;

    Late() {
      super("more jobs than could be sent in time");
    }
  }

  private record Sent(RouteJob job, CompletableFuture<Acknowledgement> answer) {}

  @Override
  public List<Untaken> publish(List<RouteJob> jobs) {
    long deadline = nanoTime.getAsLong() + patience.toNanos();
    List<Untaken> untaken = new ArrayList<>();
    List<Sent> sent = new ArrayList<>(jobs.size());
    for (RouteJob job : jobs) {
      String obstacle = obstacle(job.tenantId());
      if (obstacle == null) {
        sent.add(send(job, deadline));
      } else {
        untaken.add(new Untaken(job, obstacle));
      }
    }
    for (Sent one : sent) {
      String refusal = await(one, deadline);
      if (refusal != null) {
        untaken.add(new Untaken(one.job(), refusal));
      }
    }
    observer.routed(jobs.size() - untaken.size(), untaken.size());
    return untaken;
  }

  private Sent send(RouteJob job, long deadline) {
    try {
      if (nanoTime.getAsLong() - deadline < 0) {
        return new Sent(job, publisher.publish(OutboundMessage.job(job, job.deliveryId())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IllegalArgumentException e) {
      var fault = new PublishException(PublishException.Kind.REFUSED, "a header cannot hold it");
      return new Sent(job, CompletableFuture.failedFuture(fault));
    }
    return new Sent(job, CompletableFuture.failedFuture(new Late()));
  }

  /** Why the stream did not take it; null where it did. */
  private @Nullable String await(Sent sent, long deadline) {
    try {
      long left = Math.max(0, deadline - nanoTime.getAsLong());
      sent.answer().get(left, TimeUnit.NANOSECONDS);
      return null;
    } catch (ExecutionException e) {
      return failed(sent.job().tenantId(), e.getCause());
    } catch (TimeoutException e) {
      return failed(sent.job().tenantId(), null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed(sent.job().tenantId(), null);
    }
  }

  private String failed(String tenantId, @Nullable Throwable cause) {
    long now = nanoTime.getAsLong();
    if (cause instanceof PublishException refusal
        && refusal.kind() == PublishException.Kind.REFUSED) {
      if (refusedSince.size() >= MAX_REFUSALS) {
        refusedSince.values().removeIf(since -> now - since >= REFUSAL_NANOS);
      }
      if (refusedSince.size() < MAX_REFUSALS) {
        refusedSince.put(tenantId, now);
      }
      return "the stream ROUTES refused it: " + refusal.getMessage();
    }
    if (cause instanceof Late) {
      return String.valueOf(cause.getMessage());
    }
    away = true;
    awaySince = now;
    String reason = cause == null ? "no answer in time" : cause.getMessage();
    return "the stream ROUTES is away: " + reason;
  }

  /** Why a tenant's jobs are not tried now; null where they are. */
  private @Nullable String obstacle(String tenantId) {
    if (!away && refusedSince.isEmpty()) {
      return null;
    }
    long now = nanoTime.getAsLong();
    away &= now - awaySince < AWAY_NANOS;
    Long since = refusedSince.get(tenantId);
    if (since != null && now - since >= REFUSAL_NANOS) {
      refusedSince.remove(tenantId);
      since = null;
    }
    if (away) {
      return "the stream ROUTES was away a moment ago";
    }
    return since == null ? null : "the stream ROUTES refused others of this tenant a moment ago";
  }
}
