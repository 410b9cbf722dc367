package dev.weir.core.quarantine;

import dev.weir.core.json.JsonNumbers;
import dev.weir.core.json.JsonScanner;
import dev.weir.core.json.JsonToken;
import dev.weir.core.message.Slice;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Masks the tokens of a JSON text, however deep they lie, and in strings that hold JSON in their
 * turn; and finds out whether jsonb can hold it.
 */
final class JsonInspection {

  /**
   * Digits of all numbers together. jsonb keeps {@code 1e131071} in a few bytes and writes it out
   * with 131,072: a small text could fill the memory of whoever reads it.
   */
  static final int MAX_DIGITS = 1_000_000;

  private static final byte[] MASK =
      ('"' + TokenMask.MASK + '"').getBytes(StandardCharsets.US_ASCII);

  private final JsonScanner scanner = new JsonScanner();
  private final ByteArrayOutputStream masked = new ByteArrayOutputStream();
  private final Slice text;
  private int copied;
  private long digits;
  private boolean json = true;
  private boolean storable = true;

  /**
   * A JSON text with its tokens masked.
   *
   * @param storable whether jsonb can hold it
   */
  record Masked(Slice text, boolean storable) {}

  private JsonInspection(Slice text) {
    this.text = text;
    copied = text.offset();
  }

  /** Null where the text is not JSON. */
  static @Nullable Masked mask(Slice text) {
    return new JsonInspection(text).run();
  }

  private @Nullable Masked run() {
    int end = text.offset() + text.length();
    scanner.reset(text.bytes(), text.offset(), end, JsonScanner.MAX_DEPTH);
    JsonToken token;
    while (json && (token = scanner.next()) != JsonToken.END) {
      boolean isTokenKey = token == JsonToken.KEY && scanner.string().valueEquals(TokenMask.KEY);
      check(token);
      if (isTokenKey) {
        maskValue();
      } else if (token == JsonToken.STRING) {
        maskInside();
      }
    }
    if (!json) {
      return null;
    }
    copyUpTo(end);
    return new Masked(Slice.of(masked.toByteArray()), storable);
  }

  private void check(JsonToken token) {
    json = token != JsonToken.ERROR;
    storable &=
        switch (token) {
          case ERROR -> false;
          case KEY, STRING -> !scanner.string().hasNul() && !scanner.string().hasLoneSurrogate();
          case NUMBER -> isStorable(JsonNumbers.jsonbDigits(scanner));
          case OBJECT_START, OBJECT_END, ARRAY_START, ARRAY_END, TRUE, FALSE, NULL, END -> true;
        };
  }

  private boolean isStorable(int numberDigits) {
    digits += numberDigits;
    return numberDigits > 0 && digits <= MAX_DIGITS;
  }

  private void maskValue() {
    JsonToken value = scanner.next();
    int start = scanner.tokenStart();
    boolean isNothing =
        value == JsonToken.NULL
            || (value == JsonToken.STRING && scanner.string().codePoints() == 0);
    json = scanner.skip(value);
    if (json && !isNothing) {
      copyUpTo(start);
      masked.writeBytes(MASK);
      copied = scanner.tokenEnd();
    }
  }

  private void maskInside() {
    int from = scanner.tokenStart() + 1;
    int to = scanner.tokenEnd() - 1;
    if (to - from > TokenMask.KEY.length()) {
      copyUpTo(from);
      masked.writeBytes(TokenMask.maskMembers(text.bytes(), from, to));
      copied = to;
    }
  }

  private void copyUpTo(int position) {
    masked.write(text.bytes(), copied, position - copied);
    copied = position;
  }
}
