package dev.weir.app.config;

import dev.weir.delivery.dispatch.DispatchConfig;
import dev.weir.delivery.guard.Network;
import java.time.Duration;
import java.util.List;

/**
 * How route jobs are delivered.
 *
 * @param workers concurrent deliveries are this times {@link #FACTOR}
 * @param routeConcurrency deliveries of one route at the same moment
 * @param routeRate deliveries of one route a second; 0 for no bound
 * @param maxAge of a job that waits still
 * @param webhookTimeout of one attempt
 * @param webhookMaxAttempts attempts before a job becomes a dead letter
 * @param webhookBackoff the wait before the second attempt, doubled each time
 * @param allowedNetworks blocks that targets may be in, though they are not public
 */
public record DeliverySettings(
    int workers,
    int routeConcurrency,
    int routeRate,
    Duration maxAge,
    Duration webhookTimeout,
    int webhookMaxAttempts,
    Duration webhookBackoff,
    List<Network> allowedNetworks) {

  /** Deliveries wait for others most of their time. */
  static final int FACTOR = 128;

  private static final int MAX_JOBS = 10_000;
  private static final long MAX_BYTES = 64L << 20;

  static final Variable<Integer> DELIVERY_WORKER_COUNT =
      Variable.of(
          "DELIVERY_WORKER_COUNT",
          Types.integer(1, 256),
          2,
          "concurrent route deliveries are this times " + FACTOR);
  static final Variable<Integer> DELIVERY_ROUTE_CONCURRENCY =
      Variable.of(
          "DELIVERY_ROUTE_CONCURRENCY",
          Types.integer(1, 256),
          16,
          "deliveries of one route at the same moment, in each process");
  static final Variable<Integer> DELIVERY_ROUTE_RATE =
      Variable.of(
          "DELIVERY_ROUTE_RATE",
          Types.integer(0, 1_000_000),
          0,
          "deliveries of one route a second, in each process; 0: no bound");
  static final Variable<Duration> DELIVERY_MAX_AGE_SECONDS =
      Variable.of(
          "DELIVERY_MAX_AGE_SECONDS",
          Types.seconds(1, 31_536_000),
          86_400,
          "a job that waits for longer becomes a dead letter");
  static final Variable<Duration> WEBHOOK_TIMEOUT_SECONDS =
      Variable.of("WEBHOOK_TIMEOUT_SECONDS", Types.seconds(1, 300), 10, "of one attempt");
  static final Variable<Integer> WEBHOOK_MAX_ATTEMPTS =
      Variable.of(
          "WEBHOOK_MAX_ATTEMPTS",
          Types.integer(1, 20),
          3,
          "attempts before a job becomes a dead letter");
  static final Variable<Duration> WEBHOOK_BACKOFF_MS =
      Variable.of(
          "WEBHOOK_BACKOFF_MS",
          Types.millis(1, 60_000),
          1_000,
          "the wait before the second attempt, doubled each time, at most 60 s, full jitter");
  static final Variable<List<Network>> WEBHOOK_ALLOWED_NETWORKS =
      Variable.optional(
          "WEBHOOK_ALLOWED_NETWORKS",
          new Networks(),
          "CIDR blocks, comma-separated, that targets may be in although they are private, loopback"
              + " or link-local; else such targets are refused");

  static final VariableGroup VARIABLES =
      VariableGroup.of(
          "Delivery",
          DELIVERY_WORKER_COUNT,
          DELIVERY_ROUTE_CONCURRENCY,
          DELIVERY_ROUTE_RATE,
          DELIVERY_MAX_AGE_SECONDS,
          WEBHOOK_TIMEOUT_SECONDS,
          WEBHOOK_MAX_ATTEMPTS,
          WEBHOOK_BACKOFF_MS,
          WEBHOOK_ALLOWED_NETWORKS);

  /**
   * The bounds of delivery in one process.
   *
   * @param patience after which the queue gives a job away of which nothing is heard
   */
  public DispatchConfig toConfig(Duration patience) {
    return new DispatchConfig(
        workers * FACTOR,
        routeConcurrency,
        routeRate,
        webhookMaxAttempts,
        webhookBackoff,
        maxAge,
        MAX_JOBS,
        MAX_BYTES,
        patience);
  }

  static DeliverySettings from(Values values) {
    return new DeliverySettings(
        values.get(DELIVERY_WORKER_COUNT),
        values.get(DELIVERY_ROUTE_CONCURRENCY),
        values.get(DELIVERY_ROUTE_RATE),
        values.get(DELIVERY_MAX_AGE_SECONDS),
        values.get(WEBHOOK_TIMEOUT_SECONDS),
        values.get(WEBHOOK_MAX_ATTEMPTS),
        values.get(WEBHOOK_BACKOFF_MS),
        values.getOr(WEBHOOK_ALLOWED_NETWORKS, List.of()));
  }
}
