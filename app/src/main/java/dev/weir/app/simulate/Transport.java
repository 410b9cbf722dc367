package dev.weir.app.simulate;

import dev.weir.core.verdict.RejectReason;
import java.util.EnumSet;
import java.util.Set;

/** The way that a fleet's messages take into the system, and what cannot travel it. */
public enum Transport {
  /** Straight to the streams: both forms of a message, and everything that can be wrong with it. */
  NATS,

  /** Through a broker and the bridge, which takes every topic below {@code tenant/}. */
  MQTT,

  /** A request a message. Its path is the topic: a bad one would be no path of the endpoint. */
  HTTP,

  /**
   * Many messages a request. They stand in one document, so none can be broken JSON; and what names
   * a message's device is in the payload itself, so there is nothing that it could contradict.
   */
  HTTP_BATCH;

  /** The reasons that a message alone can bring about. */
  public Set<RejectReason> provokable() {
    EnumSet<RejectReason> reasons = EnumSet.allOf(RejectReason.class);
    reasons.removeAll(
        EnumSet.of(
            RejectReason.NO_SUBSCRIPTION_CAPACITY,
            RejectReason.CERT_INVALID,
            RejectReason.SUBSCRIPTION_SUSPENDED,
            RejectReason.SUBSCRIPTION_EXPIRED,
            RejectReason.RATE_LIMITED,
            RejectReason.WRITE_REJECTED,
            RejectReason.INGEST_EXCEPTION));
    reasons.removeAll(impossible());
    return reasons;
  }

  private Set<RejectReason> impossible() {
    return switch (this) {
      case NATS, MQTT -> Set.of();
      case HTTP -> Set.of(RejectReason.BAD_TOPIC_FORMAT);
      case HTTP_BATCH ->
          Set.of(
              RejectReason.BAD_TOPIC_FORMAT,
              RejectReason.INVALID_JSON,
              RejectReason.TENANT_MISMATCH_TOPIC_VS_PAYLOAD,
              RejectReason.DEVICE_MISMATCH_TOPIC_VS_PAYLOAD);
    };
  }

  /** Whether a message may be an envelope; else it is the payload. */
  boolean carriesEnvelopes() {
    return this == NATS;
  }

  /** Whether a token may stand in a header instead of the payload. */
  boolean carriesTokens() {
    return this == NATS || this == HTTP;
  }

  /** Whether a topic may begin with anything. */
  boolean carriesAnyTopic() {
    return this == NATS;
  }
}
