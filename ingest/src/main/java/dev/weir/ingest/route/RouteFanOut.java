package dev.weir.ingest.route;

import dev.weir.core.publish.BatchPublisher;
import dev.weir.core.publish.BatchPublisher.Fault;
import dev.weir.core.publish.BatchPublisher.Unpublished;
import dev.weir.core.publish.OutboundMessage;
import dev.weir.core.route.FanOut;
import dev.weir.core.route.RouteJob;
import dev.weir.ingest.IngestObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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

  private static final Unpublished INTERRUPTED =
      new Unpublished(Fault.UNANSWERED, "this process is ending");

  private final BatchPublisher publisher;
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
      BatchPublisher publisher, Duration patience, IngestObserver observer, LongSupplier nanoTime) {
    this.publisher = publisher;
    this.patience = patience;
    this.observer = observer;
    this.nanoTime = nanoTime;
  }

  @Override
  public List<Untaken> publish(List<RouteJob> jobs) {
    List<Untaken> untaken = new ArrayList<>();
    List<RouteJob> tried = new ArrayList<>(jobs.size());
    for (RouteJob job : jobs) {
      String obstacle = obstacle(job.tenantId());
      if (obstacle == null) {
        tried.add(job);
      } else {
        untaken.add(new Untaken(job, obstacle));
      }
    }
    if (!tried.isEmpty()) {
      publish(tried, untaken);
    }
    observer.routed(jobs.size() - untaken.size(), untaken.size());
    return untaken;
  }

  @Override
  public void close() {
    publisher.close();
  }

  private void publish(List<RouteJob> jobs, List<Untaken> untaken) {
    List<@Nullable Unpublished> outcomes = outcomes(jobs);
    boolean answered = false;
    for (int i = 0; i < jobs.size(); i++) {
      Unpublished outcome = outcomes.get(i);
      answered |= outcome == null || outcome.fault() == Fault.REFUSED;
      if (outcome != null) {
        untaken.add(new Untaken(jobs.get(i), reason(jobs.get(i).tenantId(), outcome)));
      }
    }
    if (!answered && outcomes.stream().anyMatch(RouteFanOut::isUnanswered)) {
      awaySince = nanoTime.getAsLong();
      away = true;
    }
  }

  private List<@Nullable Unpublished> outcomes(List<RouteJob> jobs) {
    List<OutboundMessage> messages = new ArrayList<>(jobs.size());
    for (RouteJob job : jobs) {
      messages.add(OutboundMessage.job(job, job.deliveryId()));
    }
    try {
      return publisher.publish(messages, patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Collections.nCopies(jobs.size(), INTERRUPTED);
    }
  }

  private static boolean isUnanswered(@Nullable Unpublished outcome) {
    return outcome != null && outcome.fault() == Fault.UNANSWERED;
  }

  private String reason(String tenantId, Unpublished outcome) {
    return switch (outcome.fault()) {
      case UNFIT -> "it cannot be published: " + outcome.reason();
      case UNANSWERED -> "the stream ROUTES did not answer: " + outcome.reason();
      case REFUSED -> {
        refused(tenantId);
        yield "the stream ROUTES refused it: " + outcome.reason();
      }
    };
  }

  private void refused(String tenantId) {
    long now = nanoTime.getAsLong();
    if (refusedSince.size() >= MAX_REFUSALS) {
      refusedSince.values().removeIf(since -> now - since >= REFUSAL_NANOS);
    }
    if (refusedSince.size() < MAX_REFUSALS) {
      refusedSince.put(tenantId, now);
    }
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
