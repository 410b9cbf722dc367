package dev.weir.fuzz;

import dev.weir.core.message.Envelope;
import dev.weir.core.message.Slice;
import dev.weir.core.quarantine.QuarantineEvent;
import dev.weir.core.quarantine.QuarantineEvents;
import dev.weir.core.verdict.RejectReason;
import dev.weir.core.verdict.Verdict.Rejected;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What must be true of a message that was refused: whatever it was, it can be kept. */
final class KeptMessage {

  private KeptMessage() {}

  static void check(Envelope envelope, Rejected rejected) {
    Fault.unless(rejected.reason() != RejectReason.INGEST_EXCEPTION, "no rule fails of itself");
    QuarantineEvent event = QuarantineEvents.of(envelope, rejected);
    Fault.unless(event.reason() == rejected.reason(), "the reason is kept");
    Fault.unless((event.payload() == null) != (event.raw() == null), "it is JSON or it is bytes");
    text(event.topic(), 512);
    text(event.detail(), 500);
    text(event.siteId(), 256); // two chars for a code point
    text(event.deviceId(), 128);
    text(event.msgType(), 64);
    byte[] raw = event.raw();
    Fault.unless(raw == null || raw.length <= 8_192, "at most 8 KiB are kept of bytes");
    if (event.payload() != null) {
      payload(event.payload());
    }
  }

  private static void text(@Nullable String text, int max) {
    Fault.unless(
        text == null || (text.length() <= max && Storable.isPlain(text)), "a column can hold it");
  }

  private static void payload(Slice payload) {
    String text = Reference.decoded(payload.copy());
    List<String> tokens = text == null ? null : Reference.tokens(text);
    if (tokens == null) {
      Fault.unless(false, "what is kept as JSON is JSON");
      return;
    }
    for (int i = 0; i < tokens.size(); i += 2) {
      String kind = tokens.get(i);
      String value = tokens.get(i + 1);
      if (kind.equals("PROPERTY_NAME") && value.equals("provision_token")) {
        Fault.unless(isMasked(tokens.get(i + 2), tokens.get(i + 3)), "no token is kept");
      }
      boolean isText = kind.equals("PROPERTY_NAME") || kind.equals("VALUE_STRING");
      Fault.unless(!isText || Storable.isText(value), "jsonb can hold its text");
      Fault.unless(!kind.startsWith("VALUE_NUMBER") || Storable.isNumber(value), "and its numbers");
    }
  }

  private static boolean isMasked(String kind, String value) {
    return kind.equals("VALUE_NULL")
        || (kind.equals("VALUE_STRING") && (value.isEmpty() || value.equals("***")));
  }
}
