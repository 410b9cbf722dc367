package dev.weir.core.admission;

import static dev.weir.core.verdict.RejectReason.RATE_LIMITED;

import dev.weir.core.message.Envelope;
import dev.weir.core.message.TelemetryMessage;
import dev.weir.core.message.Topic;
import dev.weir.core.rate.RateLimiter;
import dev.weir.core.settings.Settings;
import dev.weir.core.settings.SettingsSnapshot;
import dev.weir.core.verdict.Verdict.Rejected;
import org.jspecify.annotations.Nullable;

/**
 * The checks of a well-formed message that need more than itself: those that ask what the registry
 * knows, and last of all the rate limit, for only what passed every other check takes a token.
 * Owned by whoever owns its limiter.
 */
public final class Gate {

  /** What is wrong with a message whose device the registry does not have; null for nothing. */
  @FunctionalInterface
  public interface Strangers {
    @Nullable Rejected check(TelemetryMessage message, Envelope envelope, TenantAccount account);

    /** Refuses them all. */
    static Strangers refused(Admission admission) {
      return (message, envelope, account) ->
          admission.check(message, envelope.arrivalMicros(), null, account);
    }
  }

  private final Admission admission;
  private final RateLimiter limiter;

  public Gate(Admission admission, RateLimiter limiter) {
    this.admission = admission;
    this.limiter = limiter;
  }

  /** What is wrong with a message; null where nothing is, and then a token was taken for it. */
  public @Nullable Rejected check(
      TelemetryMessage message,
      Envelope envelope,
      Answers answers,
      SettingsSnapshot settings,
      Strangers strangers) {
    String tenantId = message.topic().tenantId();
    TenantAccount account = answers.account(tenantId);
    Device device = answers.device(DeviceKey.of(message.topic()));
    Rejected rejected =
        device == null
            ? strangers.check(message, envelope, account)
            : admission.check(message, envelope.arrivalMicros(), device, account);
    return rejected == null
        ? limit(message.topic(), envelope.arrivalNanos(), settings.of(tenantId))
        : rejected;
  }

  private @Nullable Rejected limit(Topic topic, long arrivalNanos, Settings settings) {
    return switch (limiter.take(topic, arrivalNanos, settings)) {
      case GRANTED -> null;
      case DEVICE_LIMITED ->
          limited(topic, "device", settings.rateLimitRps(), settings.rateLimitBurst());
      case TENANT_LIMITED ->
          limited(topic, "tenant", settings.tenantRateLimitRps(), settings.tenantRateLimitBurst());
    };
  }

  private static Rejected limited(Topic topic, String whose, double rate, double burst) {
    return new Rejected(
        RATE_LIMITED,
        "more than " + rate + " messages a second of one " + whose + ", " + burst + " at once",
        topic.tenantId());
  }
}
