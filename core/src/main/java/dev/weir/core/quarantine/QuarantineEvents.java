package dev.weir.core.quarantine;

import dev.weir.core.admission.TokenHash;
import dev.weir.core.message.Envelope;
import dev.weir.core.message.Replay.Resolved;
import dev.weir.core.message.Slice;
import dev.weir.core.message.Topic;
import dev.weir.core.payload.MessageParts;
import dev.weir.core.payload.PresentedToken;
import dev.weir.core.verdict.Verdict.Rejected;

/** Turns a refused message into what is kept of it. Whatever arrived, the result can be stored. */
public final class QuarantineEvents {

  static final int MAX_TOPIC_LENGTH = 512;
  static final int MAX_DETAIL_LENGTH = 500;

  private QuarantineEvents() {}

  public static QuarantineEvent of(Envelope envelope, Rejected rejected) {
    MessageParts parts = new MessageParts();
    parts.open(envelope);
    String text = parts.topic();
    Topic topic = text == null ? null : Topic.parse(text);

    Slice body = parts.payload() == null ? Slice.of(envelope.body()) : parts.payload();
    KeptBody kept = KeptBody.of(body, envelope, rejected.reason(), parts);
    TopLevelFields fields = TopLevelFields.of(body);
    boolean wasWhole = !(envelope.replay() instanceof Resolved replay) || replay.isWhole();

    return new QuarantineEvent(
        envelope,
        fields.eventMicros(),
        text == null ? null : Printable.of(text, MAX_TOPIC_LENGTH),
        rejected.tenantId(),
        fields.siteId(),
        topic == null ? null : topic.deviceId(),
        topic == null ? null : topic.msgType(),
        rejected.reason(),
        Printable.of(rejected.detail(), MAX_DETAIL_LENGTH),
        kept.payload(),
        kept.raw(),
        parts.username(),
        parts.size(),
        kept.isWhole() && wasWhole,
        TokenHash.of(PresentedToken.of(envelope, fields.token())));
  }
}
