package dev.weir.core.quarantine;

import dev.weir.core.admission.TokenHash;
import dev.weir.core.message.Envelope;
import dev.weir.core.message.ProvisionToken;
import dev.weir.core.message.Slice;
import dev.weir.core.message.Topic;
import dev.weir.core.payload.MessageParts;
import dev.weir.core.verdict.RejectReason;
import dev.weir.core.verdict.Verdict.Rejected;
import java.util.Arrays;

/** Turns a refused message into what is kept of it. Whatever arrived, the result can be stored. */
public final class QuarantineEvents {

  static final int MAX_RAW_BYTES = 8_192;
  static final int MAX_TOPIC_LENGTH = 512;
  static final int MAX_DETAIL_LENGTH = 500;

  private QuarantineEvents() {}

  public static QuarantineEvent of(Envelope envelope, Rejected rejected) {
    MessageParts parts = new MessageParts();
    parts.open(envelope);
    String text = parts.topic();
    Topic topic = text == null ? null : Topic.parse(text);

    Slice body = parts.payload() == null ? Slice.of(envelope.body()) : parts.payload();
    Slice payload = isCut(envelope, rejected, parts) ? null : JsonInspection.mask(body);
    TopLevelFields fields = TopLevelFields.of(body);
    ProvisionToken header = ProvisionToken.of(envelope.token());

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
        payload,
        payload == null ? raw(body) : null,
        TokenHash.of(header == null ? fields.token() : header));
  }

  /** Whether what is kept is only the beginning: of a body whose size no rule has bounded. */
  private static boolean isCut(Envelope envelope, Rejected rejected, MessageParts parts) {
    return rejected.reason() == RejectReason.PAYLOAD_TOO_LARGE
        || envelope.originalSize() >= 0
        || (parts.payload() == null && envelope.body().length > MAX_RAW_BYTES);
  }

  private static byte[] raw(Slice body) {
    int end = body.offset() + Math.min(body.length(), MAX_RAW_BYTES);
    byte[] masked = TokenMask.mask(body.bytes(), body.offset(), end);
    return masked.length <= MAX_RAW_BYTES ? masked : Arrays.copyOf(masked, MAX_RAW_BYTES);
  }
}
