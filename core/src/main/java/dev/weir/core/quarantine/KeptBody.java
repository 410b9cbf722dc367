package dev.weir.core.quarantine;

import dev.weir.core.message.Envelope;
import dev.weir.core.message.Slice;
import dev.weir.core.payload.MessageParts;
import dev.weir.core.quarantine.JsonInspection.Masked;
import dev.weir.core.verdict.RejectReason;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a refused message's body, its tokens masked.
 *
 * @param payload where it is JSON that jsonb can hold
 * @param raw else its bytes, the first 8 KiB
 * @param isWhole false where there was more
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way to a row
record KeptBody(@Nullable Slice payload, byte @Nullable [] raw, boolean isWhole) {

  static final int MAX_RAW_BYTES = 8_192;

  /** Of a body, which is the payload where one could be read. */
  static KeptBody of(Slice body, Envelope envelope, RejectReason reason, MessageParts parts) {
    boolean wasWhole = envelope.originalSize() < 0;
    boolean isBounded = isBounded(reason, wasWhole, body.length(), parts);
    // JSON is masked as such whenever it may be read again
    Masked json = isBounded || body.length() <= MAX_RAW_BYTES ? JsonInspection.mask(body) : null;
    if (isBounded && json != null && json.storable()) {
      return new KeptBody(json.text(), null, true);
    }
    boolean fits = body.length() <= MAX_RAW_BYTES;
    byte[] masked = json != null && fits ? json.text().copy() : masked(body);
    boolean isCut = !fits || masked.length > MAX_RAW_BYTES;
    byte[] raw = masked.length > MAX_RAW_BYTES ? Arrays.copyOf(masked, MAX_RAW_BYTES) : masked;
    return new KeptBody(null, raw, wasWhole && !isCut);
  }

  /** Whether a rule has bounded the size of what was read. */
  private static boolean isBounded(
      RejectReason reason, boolean wasWhole, int length, MessageParts parts) {
    return reason != RejectReason.PAYLOAD_TOO_LARGE
        && wasWhole
        && (parts.payload() != null || length <= MAX_RAW_BYTES);
  }

  private static byte[] masked(Slice body) {
    int end = body.offset() + Math.min(body.length(), MAX_RAW_BYTES);
    return TokenMask.mask(body.bytes(), body.offset(), end);
  }
}
