package dev.weir.benchmarks.micro;

import dev.weir.core.admission.DeviceKey;
import dev.weir.core.settings.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What the buckets of {@code RateLimiter} were chosen instead of: a map with an object for each
 * device, whose tokens are a double, and a record for each charge that may have to be taken back.
 */
final class BucketObjects {

  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final class Bucket {
    private double tokens;
    private long lastNanos;

    private Bucket(double tokens, long lastNanos) {
      this.tokens = tokens;
      this.lastNanos = lastNanos;
    }
  }

  private record Charge(Bucket bucket, double tokens, long lastNanos) {}

  private final Map<DeviceKey, Bucket> buckets = new HashMap<>();
  private final List<Charge> charges = new ArrayList<>();

  /** Takes a token; false where there is none. */
  boolean take(DeviceKey device, long arrivalNanos, Settings settings) {
    Bucket bucket =
        buckets.computeIfAbsent(device, d -> new Bucket(settings.rateLimitBurst(), arrivalNanos));
    double gained = Math.max(0, arrivalNanos - bucket.lastNanos) / NANOS * settings.rateLimitRps();
    double tokens = Math.min(settings.rateLimitBurst(), bucket.tokens + gained);
    if (tokens < 1) {
      return false;
    }
    charges.add(new Charge(bucket, bucket.tokens, bucket.lastNanos));
    bucket.tokens = tokens - 1;
    bucket.lastNanos = Math.max(bucket.lastNanos, arrivalNanos);
    return true;
  }

  void commit() {
    charges.clear();
  }

  void rollback() {
    for (Charge charge : charges.reversed()) {
      charge.bucket.tokens = charge.tokens;
      charge.bucket.lastNanos = charge.lastNanos;
    }
    charges.clear();
  }
}
