package dev.weir.core.json;

/** UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF. */
final class Utf8 {

  private Utf8() {}

  /**
   * Bytes of the well-formed sequence of two to four bytes at a position; 0 where there is none.
   */
  static int sequenceLength(byte[] text, int p, int limit) {
    int first = text[p] & 0xFF;
    if (first < 0xC2 || first > 0xF4) {
      return 0;
    }
    int length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (p + length > limit) {
      return 0;
    }
    int second = text[p + 1] & 0xFF;
    if (second < lowestSecond(first) || second > highestSecond(first)) {
      return 0;
    }
    for (int i = p + 2; i < p + length; i++) {
      if ((text[i] & 0xC0) != 0x80) {
        return 0;
      }
    }
    return length;
  }

  /** Writes a code point that is no surrogate; returns the position after it. */
  static int put(int codePoint, byte[] into, int position) {
    int p = position;
    if (codePoint < 0x80) {
      into[p++] = (byte) codePoint;
    } else if (codePoint < 0x800) {
      into[p++] = (byte) (0xC0 | codePoint >> 6);
      into[p++] = continuation(codePoint);
    } else if (codePoint < 0x10000) {
      into[p++] = (byte) (0xE0 | codePoint >> 12);
      into[p++] = continuation(codePoint >> 6);
      into[p++] = continuation(codePoint);
    } else {
      into[p++] = (byte) (0xF0 | codePoint >> 18);
      into[p++] = continuation(codePoint >> 12);
      into[p++] = continuation(codePoint >> 6);
      into[p++] = continuation(codePoint);
    }
    return p;
  }

  private static byte continuation(int bits) {
    return (byte) (0x80 | (bits & 0x3F));
  }

  private static int lowestSecond(int first) {
    return switch (first) {
      case 0xE0 -> 0xA0; // shorter forms exist below
      case 0xF0 -> 0x90;
      default -> 0x80;
    };
  }

  private static int highestSecond(int first) {
    return switch (first) {
      case 0xED -> 0x9F; // surrogates lie above
      case 0xF4 -> 0x8F; // so does what is beyond U+10FFFF
      default -> 0xBF;
    };
  }
}
