package dev.weir.ingest.batch;

import static dev.weir.core.verdict.RejectReason.RATE_LIMITED;

import dev.weir.core.admission.Admission;
import dev.weir.core.admission.Device;
import dev.weir.core.admission.DeviceKey;
import dev.weir.core.admission.TenantAccount;
import dev.weir.core.message.Envelope;
import dev.weir.core.message.TelemetryMessage;
import dev.weir.core.message.Topic;
import dev.weir.core.rate.RateLimiter;
import dev.weir.core.settings.Settings;
import dev.weir.core.settings.SettingsSnapshot;
import dev.weir.core.verdict.Judged;
import dev.weir.core.verdict.Verdict.Accepted;
import dev.weir.core.verdict.Verdict.Rejected;
import dev.weir.ingest.registry.Answers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The checks of well-formed messages that need the registry, and last of all the rate limit: only
 * what passed every other check takes a token. Owned by one lane.
 */
public final class Admittance {

  /** What is wrong with a message whose device the registry does not have; null for nothing. */
  @FunctionalInterface
  interface Strangers {
    @Nullable Rejected check(TelemetryMessage message, Envelope envelope, TenantAccount account);
  }

  private final Admission admission;
  private final RateLimiter limiter;
  private final @Nullable AutoProvisioning provisioning;

  /**
   * Admits by rules and limits.
   *
   * @param provisioning registers devices that are not known; null to refuse them
   */
  public Admittance(
      Admission admission, RateLimiter limiter, @Nullable AutoProvisioning provisioning) {
    this.admission = admission;
    this.limiter = limiter;
    this.provisioning = provisioning;
  }

  /**
   * Judges a batch in its order.
   *
   * @param read messages that are well formed, or refused already
   * @throws dev.weir.core.store.StoreException where devices cannot be registered now
   */
  List<Judged> judge(List<Judged> read, Answers answers, SettingsSnapshot settings) {
    limiter.rollback(); // of a batch that was judged before and not committed
    if (provisioning != null) {
      Newcomers newcomers = provisioning.newcomers(read, answers);
      if (newcomers != null) {
        List<Judged> supposed = judge(read, answers, settings, newcomers::suppose);
        Answers known = newcomers.register(read, supposed);
        provisioning.remember(newcomers);
        limiter.rollback();
        return judge(read, known, settings, newcomers::settle);
      }
    }
    return judge(
        read,
        answers,
        settings,
        (message, envelope, account) ->
            admission.check(message, envelope.arrivalMicros(), null, account));
  }

  /** What was judged last is committed: its charges hold. */
  void committed(SettingsSnapshot settings) {
    limiter.commit(settings);
  }

  int buckets() {
    return limiter.size();
  }

  private List<Judged> judge(
      List<Judged> read, Answers answers, SettingsSnapshot settings, Strangers strangers) {
    List<Judged> judged = new ArrayList<>(read.size());
    for (Judged one : read) {
      Rejected rejected =
          one.verdict() instanceof Accepted(var message)
              ? check(message, one.envelope(), answers, settings, strangers)
              : null;
      judged.add(rejected == null ? one : new Judged(one.envelope(), rejected));
    }
    return judged;
  }

  private @Nullable Rejected check(
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
