package dev.weir.core.quarantine;

import dev.weir.core.json.JsonNumbers;
import dev.weir.core.json.JsonScanner;
import dev.weir.core.json.JsonToken;
import dev.weir.core.message.Slice;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Finds out whether jsonb can hold a text, and masks its tokens, however deep they lie. */
final class JsonInspection {

  private static final byte[] MASK =
      ('"' + TokenMask.MASK + '"').getBytes(StandardCharsets.US_ASCII);

  private final JsonScanner scanner = new JsonScanner();
  private final ByteArrayOutputStream masked = new ByteArrayOutputStream();
  private final Slice text;
  private int copied;
  private boolean storable = true;

  private JsonInspection(Slice text) {
    this.text = text;
    copied = text.offset();
  }

  /** The text with its tokens masked; null where it is not JSON, or jsonb cannot hold it. */
  static @Nullable Slice mask(Slice text) {
    return new JsonInspection(text).run();
  }

  private @Nullable Slice run() {
    int end = text.offset() + text.length();
    scanner.reset(text.bytes(), text.offset(), end, JsonScanner.MAX_DEPTH);
    JsonToken token;
    while (storable && (token = scanner.next()) != JsonToken.END) {
      boolean isTokenKey = token == JsonToken.KEY && scanner.string().valueEquals(TokenMask.KEY);
      check(token);
      if (isTokenKey) {
        maskValue();
      }
    }
    if (!storable) {
      return null;
    }
    copyUpTo(end);
    return Slice.of(masked.toByteArray());
  }

  private void check(JsonToken token) {
    storable =
        switch (token) {
          case ERROR -> false;
          case KEY, STRING -> !scanner.string().hasNul() && !scanner.string().hasLoneSurrogate();
          case NUMBER -> JsonNumbers.fitsJsonb(scanner);
          case OBJECT_START, OBJECT_END, ARRAY_START, ARRAY_END, TRUE, FALSE, NULL, END -> true;
        };
  }

  private void maskValue() {
    JsonToken value = scanner.next();
    int start = scanner.tokenStart();
    storable &= scanner.skip(value);
    if (storable && value != JsonToken.NULL) {
      copyUpTo(start);
      masked.writeBytes(MASK);
      copied = scanner.tokenEnd();
    }
  }

  private void copyUpTo(int position) {
    masked.write(text.bytes(), copied, position - copied);
    copied = position;
  }
}
