package dev.weir.gateway.http;

import dev.weir.core.rate.Allowance;
import dev.weir.core.settings.Settings;
import io.javalin.http.Context;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The headers of requests and answers that mean something here. */
final class Headers {

  private static final int MAX_KEY_LENGTH = 256;
  private static final int MAX_TOKEN_LENGTH = 1_024;

  private Headers() {}

  /** {@code X-Provision-Token}; null where there is none, and the payload's counts. */
  static @Nullable String token(Context context) throws RequestRefusedException {
    return bounded(context, "X-Provision-Token", MAX_TOKEN_LENGTH);
  }

  /** {@code Idempotency-Key}; null where there is none. */
  static @Nullable String idempotencyKey(Context context) throws RequestRefusedException {
    return bounded(context, "Idempotency-Key", MAX_KEY_LENGTH);
  }

  /** What the device may still send, by the names of the IETF's draft of RateLimit headers. */
  static void rateLimit(Context context, Settings settings, Allowance allowance) {
    double rate = settings.rateLimitRps();
    double burst = settings.rateLimitBurst();
    context.header(
        "RateLimit-Policy",
        "\"device\";q=" + (long) burst + ";w=" + Math.max(1, (long) Math.ceil(burst / rate)));
    context.header(
        "RateLimit",
        "\"device\";r="
            + allowance.remaining()
            + ";t="
            + Math.ceilDiv(allowance.nanosToFull(), TimeUnit.SECONDS.toNanos(1)));
  }

  private static @Nullable String bounded(Context context, String name, int maxLength)
      throws RequestRefusedException {
    String value = context.header(name);
    if (value == null || value.isEmpty()) {
      return null;
    }
    boolean printable = value.chars().allMatch(c -> c >= 0x20 && c < 0x7F);
    if (value.length() > maxLength || !printable) {
      throw new RequestRefusedException(
          Problem.of(
              400,
              Problem.INVALID_HEADER,
              name + " has to have 1 to " + maxLength + " printable ASCII characters"));
    }
    return value;
  }
}
