package dev.weir.core.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Checks one JSON string and remembers what the rules ask of it. Owned by one lane.
 *
 * <p>Error positions are relative to the text that {@link JsonScanner} was given; a negative result
 * of {@link #scan} carries them.
 */
public final class StringScanner {

  private byte[] text = new byte[0];
  private int start;
  private int end;
  private int codePoints;
  private boolean escaped;
  private boolean control;
  private boolean nul;
  private boolean loneSurrogate;
  private int pendingHigh;
  private String error = "";

  /**
   * Scans from the opening quote.
   *
   * @return the position after the closing quote, or −position − 1 of what is wrong
   */
  int scan(byte[] bytes, int quote, int limit) {
    text = bytes;
    start = quote + 1;
    codePoints = 0;
    escaped = false;
    control = false;
    nul = false;
    loneSurrogate = false;
    pendingHigh = 0;
    int p = start;
    while (p >= 0) {
      p = plain(p, limit);
      if (p == limit) {
        return fail("a string without end", limit);
      }
      if (bytes[p] == '"') {
        settlePendingHigh();
        end = p;
        return p + 1;
      }
      p = special(p, limit);
    }
    return p;
  }

  /** Length in code points; an escaped surrogate pair is one, a lone surrogate also. */
  public int codePoints() {
    return codePoints;
  }

  /** Whether it holds a control character (U+0000 to U+001F, U+007F to U+009F). */
  public boolean hasControl() {
    return control;
  }

  public boolean hasNul() {
    return nul;
  }

  /** Whether it holds half of a surrogate pair, which no Unicode text can. */
  public boolean hasLoneSurrogate() {
    return loneSurrogate;
  }

  /** Whether the string's value is this ASCII text. */
  public boolean valueEquals(String ascii) {
    if (codePoints != ascii.length()) {
      return false;
    }
    if (escaped) {
      return value().equals(ascii);
    }
    for (int i = 0; i < ascii.length(); i++) {
      if (text[start + i] != ascii.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** The string's value. */
  public String value() {
    if (!escaped) {
      return new String(text, start, end - start, StandardCharsets.UTF_8);
    }
    StringBuilder value = new StringBuilder(end - start);
    int p = start;
    while (p < end) {
      int backslash = p;
      while (backslash < end && text[backslash] != '\\') {
        backslash++;
      }
      value.append(new String(text, p, backslash - p, StandardCharsets.UTF_8));
      p = backslash;
      if (p < end) {
        value.append((char) unescaped(p));
        p += text[p + 1] == 'u' ? 6 : 2;
      }
    }
    return value.toString();
  }

  /** The string's value in UTF-8; it must not hold half of a surrogate pair. */
  public byte[] utf8() {
    byte[] value = new byte[end - start]; // an escape is longer than what it stands for
    int length = 0;
    int p = start;
    while (p < end) {
      if (text[p] != '\\') {
        value[length++] = text[p++];
        continue;
      }
      int unit = unescaped(p);
      p += text[p + 1] == 'u' ? 6 : 2;
      if (Character.isHighSurrogate((char) unit)) {
        length = Utf8.put(Character.toCodePoint((char) unit, (char) unescaped(p)), value, length);
        p += 6;
      } else {
        length = Utf8.put(unit, value, length);
      }
    }
    return length == value.length ? value : Arrays.copyOf(value, length);
  }

  String error() {
    return error;
  }

  /** Passes over characters that stand for themselves, one byte each. */
  private int plain(int from, int limit) {
    int p = from;
    while (p < limit && text[p] >= 0x20 && text[p] != '"' && text[p] != '\\' && text[p] != 0x7F) {
      p++;
    }
    if (p > from) {
      settlePendingHigh();
      codePoints += p - from;
    }
    return p;
  }

  private int special(int p, int limit) {
    if (text[p] == '\\') {
      return escape(p, limit);
    }
    if (text[p] < 0) {
      return multibyte(p, limit);
    }
    if (text[p] != 0x7F) {
      return fail("a control character in a string", p);
    }
    settlePendingHigh();
    codePoints++;
    control = true;
    return p + 1;
  }

  private int escape(int p, int limit) {
    escaped = true;
    if (p + 1 >= limit) {
      return fail("a string without end", limit);
    }
    if (text[p + 1] == 'u' && !fourHexDigits(p + 2, limit)) {
      return fail("four hex digits expected", p);
    }
    int unit = unescaped(p);
    if (unit < 0) {
      return fail("an unknown escape", p);
    }
    count(unit);
    return p + (text[p + 1] == 'u' ? 6 : 2);
  }

  /** Counts a UTF-16 unit that came escaped, and pairs surrogates. */
  private void count(int unit) {
    if (pendingHigh != 0 && Character.isLowSurrogate((char) unit)) {
      pendingHigh = 0; // the pair was counted with its first half
      return;
    }
    settlePendingHigh();
    codePoints++;
    if (Character.isHighSurrogate((char) unit)) {
      pendingHigh = unit;
    } else if (Character.isLowSurrogate((char) unit)) {
      loneSurrogate = true;
    } else if (Character.isISOControl(unit)) {
      control = true;
      nul |= unit == 0;
    }
  }

  private void settlePendingHigh() {
    if (pendingHigh != 0) {
      loneSurrogate = true;
      pendingHigh = 0;
    }
  }

  private int multibyte(int p, int limit) {
    int length = Utf8.sequenceLength(text, p, limit);
    if (length == 0) {
      return fail("not UTF-8", p);
    }
    settlePendingHigh();
    codePoints++;
    // U+0080 to U+009F are C2 80 to C2 9F
    if (text[p] == (byte) 0xC2 && text[p + 1] <= (byte) 0x9F) {
      control = true;
    }
    return p + length;
  }

  private boolean fourHexDigits(int p, int limit) {
    if (p + 4 > limit) {
      return false;
    }
    for (int i = p; i < p + 4; i++) {
      if (Character.digit(text[i], 16) < 0) {
        return false;
      }
    }
    return true;
  }

  /** The UTF-16 unit that the escape at a position stands for; −1 where there is no such escape. */
  private int unescaped(int p) {
    return switch (text[p + 1]) {
      case '"' -> '"';
      case '\\' -> '\\';
      case '/' -> '/';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' ->
          Character.digit(text[p + 2], 16) << 12
              | Character.digit(text[p + 3], 16) << 8
              | Character.digit(text[p + 4], 16) << 4
              | Character.digit(text[p + 5], 16);
      default -> -1;
    };
  }

  private int fail(String what, int position) {
    error = what;
    return -position - 1;
  }
}
