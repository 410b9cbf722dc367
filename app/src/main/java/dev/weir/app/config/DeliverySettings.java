package dev.weir.app.config;

import java.time.Duration;

/**
 * How route jobs are delivered.
 *
 * @param workers concurrent deliveries are this times a factor
 * @param webhookTimeout of one attempt
 * @param webhookMaxAttempts attempts before a job becomes a dead letter
 * @param webhookBackoff the wait before the second attempt, doubled each time
 */
public record DeliverySettings(
    int workers, Duration webhookTimeout, int webhookMaxAttempts, Duration webhookBackoff) {

  static final Variable<Integer> DELIVERY_WORKER_COUNT =
      Variable.of(
          "DELIVERY_WORKER_COUNT",
          Types.integer(1, 256),
          2,
          "concurrent route deliveries are this times a factor");
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

  static final VariableGroup VARIABLES =
      VariableGroup.of(
          "Delivery",
          DELIVERY_WORKER_COUNT,
          WEBHOOK_TIMEOUT_SECONDS,
          WEBHOOK_MAX_ATTEMPTS,
          WEBHOOK_BACKOFF_MS);

  static DeliverySettings from(Values values) {
    return new DeliverySettings(
        values.get(DELIVERY_WORKER_COUNT),
        values.get(WEBHOOK_TIMEOUT_SECONDS),
        values.get(WEBHOOK_MAX_ATTEMPTS),
        values.get(WEBHOOK_BACKOFF_MS));
  }
}
