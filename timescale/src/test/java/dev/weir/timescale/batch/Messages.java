package dev.weir.timescale.batch;

import dev.weir.core.message.Envelope;
import dev.weir.core.message.Slice;
import dev.weir.core.message.TelemetryMessage;
import dev.weir.core.message.Topic;
import dev.weir.core.settings.SettingsSnapshot;
import dev.weir.core.store.Batch;
import dev.weir.core.verdict.Judged;
import dev.weir.core.verdict.RejectReason;
import dev.weir.core.verdict.Verdict.Accepted;
import dev.weir.core.verdict.Verdict.Rejected;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Judged messages for tests, all of tenant {@code t1}, a microsecond apart. */
public final class Messages {

  /** Noon of 2026-01-15: when the readings were taken, and when they arrived. */
  public static final long NOON_MICROS = 1_768_478_400_000_000L;

  private Messages() {}

  /** A reading without a seq of its own. */
  public static Judged reading(long streamSeq, String device, String metrics) {
    return reading(streamSeq, device, NOON_MICROS + streamSeq, null, "s1", metrics);
  }

  /** A reading with a time and a seq of its own. */
  public static Judged reading(
      long streamSeq,
      String device,
      long timeMicros,
      @Nullable Long seq,
      String site,
      String metrics) {
    byte[] json = metrics.getBytes(StandardCharsets.UTF_8);
    return new Judged(
        envelope(streamSeq, "t1", metrics),
        new Accepted(
            new TelemetryMessage(
                new Topic("t1", device, "telemetry"),
                site,
                timeMicros,
                seq,
                null,
                null,
                Slice.of(json),
                Slice.of(json),
                Double.NaN,
                Double.NaN)));
  }

  /** A refusal under a tenant's topic. */
  public static Judged refusal(long streamSeq, String tenant, RejectReason reason) {
    return new Judged(
        envelope(streamSeq, tenant, "{\"site_id\":\"s1\",\"n\":" + streamSeq + "}"),
        new Rejected(reason, "wrong " + streamSeq, tenant));
  }

  public static Batch batch(Judged... messages) {
    return batch(SettingsSnapshot.DEFAULTS, List.of(messages));
  }

  public static Batch batch(SettingsSnapshot settings, List<Judged> messages) {
    return new Batch(messages, 0, settings, "t1"::equals);
  }

  private static Envelope envelope(long streamSeq, String tenant, String body) {
    return new Envelope(
        streamSeq,
        (NOON_MICROS + streamSeq) * 1_000,
        tenant,
        "tenant/" + tenant + "/device/d1/telemetry",
        null,
        null,
        -1,
        body.getBytes(StandardCharsets.UTF_8));
  }
}
