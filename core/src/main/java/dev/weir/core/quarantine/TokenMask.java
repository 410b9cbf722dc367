package dev.weir.core.quarantine;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Masks what follows a {@code provision_token} key in bytes that are not JSON, or were cut. */
final class TokenMask {

  static final String KEY = "provision_token";
  static final String MASK = "***";

  private static final byte[] STARS = MASK.getBytes(StandardCharsets.US_ASCII);

  private TokenMask() {}

  static byte[] mask(byte[] bytes, int offset, int length) {
    ByteArrayOutputStream masked = new ByteArrayOutputStream(length);
    int end = offset + length;
    int p = offset;
    while (p < end) {
      if (!startsWithKey(bytes, p, end)) {
        masked.write(bytes[p++]);
        continue;
      }
      int value = skipSeparators(bytes, p + KEY.length(), end);
      masked.write(bytes, p, value - p);
      p = endOfValue(bytes, value, end);
      if (p > value) {
        masked.write(STARS, 0, STARS.length);
      }
    }
    return masked.toByteArray();
  }

  private static boolean startsWithKey(byte[] bytes, int p, int end) {
    if (end - p < KEY.length()) {
      return false;
    }
    for (int i = 0; i < KEY.length(); i++) {
      if (bytes[p + i] != KEY.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static int skipSeparators(byte[] bytes, int from, int end) {
    int p = from;
    while (p < end && "\\\"' \t\r\n:=".indexOf(bytes[p]) >= 0) {
      p++;
    }
    return p;
  }

  /**
   * A quoted value ends at its quote, escaped as the opening one was; a bare one at a delimiter.
   */
  private static int endOfValue(byte[] bytes, int from, int end) {
    byte quote = bytes[from - 1];
    boolean quoted = quote == '"' || quote == '\'';
    boolean escaped = quoted && bytes[from - 2] == '\\';
    int p = from;
    while (p < end) {
      if (quoted && bytes[p] == '\\') {
        if (escaped && p + 1 < end && bytes[p + 1] == quote) {
          return p;
        }
        p++;
      } else if (quoted ? bytes[p] == quote : ",}&; \t\r\n".indexOf(bytes[p]) >= 0) {
        return p;
      }
      p++;
    }
    return end;
  }
}
