package dev.weir.core.rate;

import dev.weir.core.message.Topic;
import dev.weir.core.settings.Settings;
import dev.weir.core.settings.SettingsSnapshot;
import dev.weir.core.table.Fingerprint;
import dev.weir.core.table.NameHash;
import java.time.Duration;
import java.util.function.IntSupplier;

/**
 * The rate limits of the devices and tenants of one stream. Time is the broker's arrival time, so
 * an hour of backlog is granted what it would have been granted live. Owned by one lane.
 *
 * <p>A device lives in one stream, so its limit is exact however many processes run. A tenant lives
 * in all of them: each partition stream grants its even share of the tenant's rate and burst. The
 * stream that is not partitioned grants all of it, for a publisher uses one way or the other.
 */
public final class RateLimiter {

  /** What came of asking for a token. */
  public enum Outcome {
    GRANTED,
    /** The device has used up its own. */
    DEVICE_LIMITED,
    /** The tenant has used up this stream's share. */
    TENANT_LIMITED
  }

  private final TokenBuckets buckets = new TokenBuckets();
  private final NameHash names = new NameHash();
  private final long ttlNanos;
  private final long cleanupNanos;
  private final IntSupplier shares;
  private long newestNanos = Long.MIN_VALUE;
  private long cleanedNanos = Long.MIN_VALUE;

  /**
   * All buckets are full.
   *
   * @param ttl how long an idle bucket is kept at the least
   * @param cleanup time between two looks for idle ones
   * @param shares streams that share a tenant's limit, from 1
   */
  public RateLimiter(Duration ttl, Duration cleanup, IntSupplier shares) {
    ttlNanos = ttl.toNanos();
    cleanupNanos = cleanup.toNanos();
    this.shares = shares;
  }

  /**
   * Takes a token of the device's bucket and, where tenants are limited, of the tenant's; neither
   * where one of them is empty.
   *
   * @param arrivalNanos the broker's time of the message
   * @param settings in force for the tenant
   */
  public Outcome take(Topic topic, long arrivalNanos, Settings settings) {
    newestNanos = Math.max(newestNanos, arrivalNanos);
    RateLimit ofDevice = RateLimit.of(settings.rateLimitRps(), settings.rateLimitBurst());
    Fingerprint device = names.of(topic.tenantId(), topic.deviceId());
    if (!buckets.has(device, ofDevice, arrivalNanos)) {
      return Outcome.DEVICE_LIMITED;
    }
    if (settings.tenantRateLimitRps() > 0) {
      RateLimit ofTenant = share(settings);
      Fingerprint tenant = names.of(topic.tenantId());
      if (!buckets.has(tenant, ofTenant, arrivalNanos)) {
        return Outcome.TENANT_LIMITED;
      }
      buckets.take(tenant, ofTenant, arrivalNanos);
    }
    buckets.take(device, ofDevice, arrivalNanos);
    return Outcome.GRANTED;
  }

  /**
   * Gives back what {@link #take} granted for a message that went nowhere. Not for one that a
   * {@link #rollback} takes back.
   */
  public void giveBack(Topic topic, long arrivalNanos, Settings settings) {
    Fingerprint device = names.of(topic.tenantId(), topic.deviceId());
    RateLimit ofDevice = RateLimit.of(settings.rateLimitRps(), settings.rateLimitBurst());
    buckets.giveBack(device, ofDevice, arrivalNanos);
    if (settings.tenantRateLimitRps() > 0) {
      buckets.giveBack(names.of(topic.tenantId()), share(settings), arrivalNanos);
    }
  }

  /** What a device has left of its own, at a time. */
  public Allowance allowance(Topic topic, long nanos, Settings settings) {
    RateLimit limit = RateLimit.of(settings.rateLimitRps(), settings.rateLimitBurst());
    Fingerprint device = names.of(topic.tenantId(), topic.deviceId());
    return limit.allowance(buckets.level(device, limit, nanos));
  }

  /** How long until a device may send one more, by its own limit and by its tenant's. */
  public long nanosToNext(Topic topic, long nanos, Settings settings) {
    long ofDevice = allowance(topic, nanos, settings).nanosToNext();
    if (settings.tenantRateLimitRps() <= 0) {
      return ofDevice;
    }
    RateLimit share = share(settings);
    Fingerprint tenant = names.of(topic.tenantId());
    long level = buckets.level(tenant, share, nanos);
    return Math.max(ofDevice, share.allowance(level).nanosToNext());
  }

  /** The batch is committed: its charges hold. From time to time idle buckets go. */
  public void commit(SettingsSnapshot settings) {
    buckets.commit();
    if (cleanedNanos == Long.MIN_VALUE) {
      cleanedNanos = newestNanos;
    } else if (newestNanos - cleanedNanos >= cleanupNanos) {
      cleanedNanos = newestNanos;
      buckets.dropIdleSince(newestNanos - Math.max(ttlNanos, longestFill(settings)));
    }
  }

  /** The batch is judged again, or never committed: its charges are taken back. */
  public void rollback() {
    buckets.rollback();
  }

  /** Memory that the buckets take. */
  public long bytes() {
    return buckets.bytes();
  }

  /** Buckets held, of devices and of tenants. */
  public int size() {
    return buckets.size();
  }

  /** A share that is less than one token would let nothing pass, ever. */
  private RateLimit share(Settings settings) {
    int among = shares.getAsInt();
    return RateLimit.of(
        settings.tenantRateLimitRps() / among,
        Math.max(1, settings.tenantRateLimitBurst() / among));
  }

  /**
   * After which any bucket is full, whosever it is: only a full one may go, for whoever comes back
   * gets a full one.
   */
  private long longestFill(SettingsSnapshot settings) {
    long longest = longestFill(settings.global());
    for (Settings ofTenant : settings.byTenant().values()) {
      longest = Math.max(longest, longestFill(ofTenant));
    }
    return longest;
  }

  private long longestFill(Settings settings) {
    long ofDevice = RateLimit.of(settings.rateLimitRps(), settings.rateLimitBurst()).nanosToFill();
    return settings.tenantRateLimitRps() > 0
        ? Math.max(ofDevice, share(settings).nanosToFill())
        : ofDevice;
  }
}
