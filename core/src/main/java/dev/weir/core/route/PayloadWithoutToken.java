package dev.weir.core.route;

import dev.weir.core.json.JsonScanner;
import dev.weir.core.json.JsonToken;
import dev.weir.core.message.Slice;
import java.io.ByteArrayOutputStream;

/**
 * Payloads as they may leave: without their members {@code provision_token}, else byte for byte.
 * Owned by one thread.
 */
public final class PayloadWithoutToken {

  private final JsonScanner scanner = new JsonScanner();
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private int copied;

  /** Of a JSON object; the same slice where there is no token. */
  public Slice of(Slice payload) {
    kept.reset();
    copied = payload.offset();
    int end = payload.offset() + payload.length();
    scanner.reset(payload.bytes(), payload.offset(), end, JsonScanner.MAX_DEPTH);
    if (scanner.next() != JsonToken.OBJECT_START) {
      return payload;
    }
    int behind = scanner.tokenEnd(); // the brace, or the last member that stays
    boolean isFirst = true; // nothing before it stays
    while (scanner.next() == JsonToken.KEY) {
      boolean isToken = scanner.string().valueEquals(PayloadFields.TOKEN);
      int start = scanner.tokenStart();
      JsonToken value = scanner.next();
      if (!scanner.skip(value)) {
        return payload; // no JSON: nobody has accepted it
      }
      if (isToken) {
        // from behind what stays, so with the comma between; the first one's comma follows it
        copy(payload, behind);
        copied = scanner.tokenEnd();
      } else {
        if (isFirst && copied > payload.offset()) {
          copied = start;
        }
        isFirst = false;
      }
      behind = scanner.tokenEnd();
    }
    if (copied == payload.offset()) {
      return payload;
    }
    copy(payload, end);
    return Slice.of(kept.toByteArray());
  }

  private void copy(Slice payload, int upTo) {
    if (upTo > copied) {
      kept.write(payload.bytes(), copied, upTo - copied);
    }
    copied = upTo;
  }
}
