package dev.weir.timescale.copy;

import java.util.Arrays;

/** Owned by one lane: an array that grows with what is put into it, numbers big-endian. */
final class GrowingBytes {

  private static final int INITIAL_BYTES = 64 * 1024;

  /** An array larger than this is given up once its content fills less than a quarter of it. */
  private static final int RETAINED_BYTES = 4 * 1024 * 1024;

  private byte[] bytes = new byte[INITIAL_BYTES];
  private int size;

  /** Forgets the content, and the array with it where it was made for a giant. */
  void clear() {
    if (bytes.length > RETAINED_BYTES && size < bytes.length / 4) {
      bytes = new byte[INITIAL_BYTES];
    }
    size = 0;
  }

  /** The array itself, of which the first {@link #size} bytes count; not to be kept. */
  byte[] array() {
    return bytes;
  }

  int size() {
    return size;
  }

  void putByte(byte value) {
    ensure(1);
    bytes[size++] = value;
  }

  void putShort(int value) {
    ensure(2);
    bytes[size++] = (byte) (value >> 8);
    bytes[size++] = (byte) value;
  }

  void putInt(int value) {
    ensure(4);
    intAt(size, value);
    size += 4;
  }

  void putLong(long value) {
    putInt((int) (value >> 32));
    putInt((int) value);
  }

  void put(byte[] source, int offset, int length) {
    ensure(length);
    System.arraycopy(source, offset, bytes, size, length);
    size += length;
  }

  /**
   * A text in UTF-8 after its length in bytes (int32). U+0000 and lone surrogates, which no text
   * column can hold, become U+FFFD.
   */
  void putText(String text) {
    int length = text.length();
    ensure(4 + 3 * length);
    int start = size + 4;
    int p = start;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c == 0 || c >= 0x80) {
        p = putUnicode(text, i, p);
        break;
      }
      bytes[p++] = (byte) c;
    }
    intAt(size, p - start);
    size = p;
  }

  /** The rest of a text, from its first char that is not plain ASCII; the end of what it wrote. */
  private int putUnicode(String text, int from, int at) {
    int p = at;
    for (int i = from; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
        c = 0xFFFD;
      }
      if (c < 0x80) {
        bytes[p++] = (byte) c;
      } else if (c < 0x800) {
        bytes[p++] = (byte) (0xC0 | c >> 6);
        bytes[p++] = continuation(c);
      } else if (c < 0x10000) {
        bytes[p++] = (byte) (0xE0 | c >> 12);
        bytes[p++] = continuation(c >> 6);
        bytes[p++] = continuation(c);
      } else {
        bytes[p++] = (byte) (0xF0 | c >> 18);
        bytes[p++] = continuation(c >> 12);
        bytes[p++] = continuation(c >> 6);
        bytes[p++] = continuation(c);
      }
    }
    return p;
  }

  private static byte continuation(int bits) {
    return (byte) (0x80 | (bits & 0x3F));
  }

  private void intAt(int at, int value) {
    bytes[at] = (byte) (value >> 24);
    bytes[at + 1] = (byte) (value >> 16);
    bytes[at + 2] = (byte) (value >> 8);
    bytes[at + 3] = (byte) value;
  }

  private void ensure(int more) {
    int needed = Math.addExact(size, more);
    if (needed > bytes.length) {
      int doubled = (int) Math.min(Integer.MAX_VALUE - 8L, 2L * bytes.length);
      bytes = Arrays.copyOf(bytes, Math.max(needed, doubled));
    }
  }
}
