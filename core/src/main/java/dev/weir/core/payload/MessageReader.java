package dev.weir.core.payload;

import static dev.weir.core.verdict.RejectReason.BAD_TOPIC_FORMAT;
import static dev.weir.core.verdict.RejectReason.INVALID_JSON;
import static dev.weir.core.verdict.RejectReason.PAYLOAD_TOO_LARGE;
import static dev.weir.core.verdict.RejectReason.TENANT_MISMATCH_TOPIC_VS_PAYLOAD;

import dev.weir.core.message.Envelope;
import dev.weir.core.message.ProvisionToken;
import dev.weir.core.message.RecentStrings;
import dev.weir.core.message.RecentTopics;
import dev.weir.core.message.Replay;
import dev.weir.core.message.Replay.Requested;
import dev.weir.core.message.Replay.Resolved;
import dev.weir.core.message.Slice;
import dev.weir.core.message.Subjects;
import dev.weir.core.message.TelemetryMessage;
import dev.weir.core.message.Topic;
import dev.weir.core.settings.SettingsSnapshot;
import dev.weir.core.verdict.RejectReason;
import dev.weir.core.verdict.Verdict;
import dev.weir.core.verdict.Verdict.Accepted;
import dev.weir.core.verdict.Verdict.Rejected;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads a message of either form and applies every rule that needs nothing but the message and the
 * settings. Owned by one lane.
 */
public final class MessageReader {

  private final MessageParts parts = new MessageParts();
  private final RecentStrings names = new RecentStrings();
  private final RecentTopics topics = new RecentTopics(names);
  private final PayloadRules rules = new PayloadRules(names);

  /** Well formed, or refused with the first reason that applies. */
  public Verdict read(Envelope envelope, SettingsSnapshot settings) {
    String fault = replayFault(envelope.replay());
    Verdict verdict =
        fault == null
            ? judge(envelope, settings)
            : refuse(BAD_TOPIC_FORMAT, fault, Subjects.decodeTenant(envelope.subjectTenant()));
    return verdict instanceof Rejected rejected ? attributed(envelope, rejected) : verdict;
  }

  private Verdict judge(Envelope envelope, SettingsSnapshot settings) {
    parts.open(envelope);
    String text = parts.topic();
    Topic topic = text == null ? null : topics.parse(text);
    String tenant = tenant(topic, text);
    Slice payload = parts.payload();

    long size = parts.size();
    int maxSize = settings.of(tenant).maxPayloadBytes();
    if (size > maxSize) {
      return refuse(PAYLOAD_TOO_LARGE, size + " bytes, at most " + maxSize + " allowed", tenant);
    }
    if (!parts.isParsed()) {
      return refuse(INVALID_JSON, String.valueOf(parts.fault()), tenant);
    }
    if (topic == null) {
      return refuse(BAD_TOPIC_FORMAT, topicFault(text), tenant);
    }
    if (payload == null || parts.fault() != null) {
      return refuse(INVALID_JSON, String.valueOf(parts.fault()), tenant);
    }
    Verdict verdict = rules.read(envelope, topic, payload, settings.of(tenant));
    return withSubject(envelope, topic, withHeaders(envelope, verdict));
  }

  /** NATS permissions are by subject: its tenant must be the topic's. */
  private static Verdict withSubject(Envelope envelope, Topic topic, Verdict verdict) {
    if (Subjects.encodeTenant(topic.tenantId()).equals(envelope.subjectTenant())) {
      return verdict;
    }
    boolean earlierFault =
        verdict instanceof Rejected rejected
            && rejected.reason().compareTo(TENANT_MISMATCH_TOPIC_VS_PAYLOAD) < 0;
    return earlierFault
        ? verdict
        : refuse(
            TENANT_MISMATCH_TOPIC_VS_PAYLOAD,
            "the subject's tenant is not the topic's",
            topic.tenantId());
  }

  /**
   * The subject is what NATS vouches for: nobody fills another tenant's quarantine by naming it in
   * a topic.
   */
  private static Rejected attributed(Envelope envelope, Rejected rejected) {
    String named = rejected.tenantId();
    if (named == null || Subjects.encodeTenant(named).equals(envelope.subjectTenant())) {
      return rejected;
    }
    String subject = Subjects.decodeTenant(envelope.subjectTenant());
    return refuse(rejected.reason(), rejected.detail(), subject);
  }

  private Verdict withHeaders(Envelope envelope, Verdict verdict) {
    if (!(verdict instanceof Accepted(TelemetryMessage message))) {
      return verdict;
    }
    ProvisionToken token = PresentedToken.of(envelope, message.token());
    String username = parts.username();
    return username == null && Objects.equals(token, message.token())
        ? verdict
        : new Accepted(message.with(token, username));
  }

  /** Why there is nothing to judge; null where there is. */
  private static @Nullable String replayFault(@Nullable Replay replay) {
    return switch (replay) {
      case null -> null;
      case Requested _ -> "Weir-Replay names no quarantined message of this tenant";
      case Resolved(var id, _, _, var isWhole, _) ->
          isWhole ? null : "only the beginning of quarantined message " + id + " is kept";
    };
  }

  private static @Nullable String tenant(@Nullable Topic topic, @Nullable String text) {
    if (topic != null) {
      return topic.tenantId();
    }
    return text == null ? null : Topic.readableTenant(text);
  }

  private static String topicFault(@Nullable String text) {
    return text == null
        ? "no topic"
        : "the topic is not tenant/{tenant_id}/device/{device_id}/{msg_type}";
  }

  private static Rejected refuse(RejectReason reason, String detail, @Nullable String tenantId) {
    return new Rejected(reason, detail, tenantId);
  }
}
