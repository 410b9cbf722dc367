package dev.weir.core.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/** Messages for tests: of tenant t1, device d1, arrived at one known moment. */
public final class Envelopes {

  public static final String TOPIC = "tenant/t1/device/d1/telemetry";

  /** 2026-01-31T12:00:00Z. */
  public static final long ARRIVAL_SECONDS = 1_769_860_800L;

  public static final long ARRIVAL_MICROS = ARRIVAL_SECONDS * 1_000_000;

  private Envelopes() {}

  /** A payload under {@link #TOPIC}. */
  public static Envelope nativeForm(String payload) {
    return nativeForm(TOPIC, payload);
  }

  public static Envelope nativeForm(String topic, String payload) {
    return new Builder().topic(topic).body(payload.getBytes(UTF_8)).build();
  }

  /** A body that names its topic itself. */
  public static Envelope envelopeForm(String body) {
    return new Builder().body(body.getBytes(UTF_8)).build();
  }

  /** A text as a JSON string, quotes included. */
  public static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** Whatever else an envelope may hold. */
  public static final class Builder {

    private String subjectTenant = "t1";
    private @Nullable String topic;
    private @Nullable String token;
    private @Nullable String username;
    private long originalSize = -1;
    private byte[] body = new byte[0];

    public Builder subjectTenant(String subjectTenant) {
      this.subjectTenant = subjectTenant;
      return this;
    }

    public Builder topic(@Nullable String topic) {
      this.topic = topic;
      return this;
    }

    public Builder token(@Nullable String token) {
      this.token = token;
      return this;
    }

    public Builder username(@Nullable String username) {
      this.username = username;
      return this;
    }

    public Builder originalSize(long originalSize) {
      this.originalSize = originalSize;
      return this;
    }

    public Builder body(byte[] body) {
      this.body = body.clone();
      return this;
    }

    public Builder body(String body) {
      return body(body.getBytes(UTF_8));
    }

    public Envelope build() {
      long arrivalNanos = ARRIVAL_MICROS * 1_000 + 999; // cut to microseconds
      return new Envelope(
          1, arrivalNanos, subjectTenant, topic, token, username, originalSize, body);
    }
  }
}
