package dev.weir.core.message;

import java.nio.charset.StandardCharsets;

/** A run of bytes inside a larger array that is not to be changed. */
@SuppressWarnings("ArrayRecordComponent") // a view, compared by nobody
public record Slice(byte[] bytes, int offset, int length) {

  /** The JSON object without members. */
  public static final Slice EMPTY_OBJECT = of("{}".getBytes(StandardCharsets.US_ASCII));

  public static Slice of(byte[] bytes) {
    return new Slice(bytes, 0, bytes.length);
  }

  public byte[] copy() {
    byte[] copy = new byte[length];
    System.arraycopy(bytes, offset, copy, 0, length);
    return copy;
  }
}
