package dev.weir.timescale.copy;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Owned by one lane: rows in the format of {@code COPY … (FORMAT binary)}, complete in memory
 * before a byte of them is sent. The buffer is kept from batch to batch; nothing is allocated for a
 * field.
 *
 * <p>The format: a header; for each row the number of its fields (int16), and for each field its
 * length in bytes (int32, −1 for null) and its bytes; a trailer. All numbers are big-endian.
 */
public final class CopyEncoder {

  private static final byte[] HEADER =
      "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);

  /** 2000-01-01, from which PostgreSQL counts, in microseconds since 1970. */
  private static final long EPOCH_MICROS = 946_684_800_000_000L;

  private static final byte JSONB_VERSION = 1;
  private static final int INITIAL_BYTES = 64 * 1024;

  /** A buffer larger than this is given up once a batch fills less than a quarter of it. */
  private static final int RETAINED_BYTES = 4 * 1024 * 1024;

  private byte[] buffer = new byte[INITIAL_BYTES];
  private int size;

  /** Starts anew. */
  public void begin() {
    if (buffer.length > RETAINED_BYTES && size < buffer.length / 4) {
      buffer = new byte[INITIAL_BYTES];
    }
    System.arraycopy(HEADER, 0, buffer, 0, HEADER.length);
    size = HEADER.length;
  }

  /** Ends the last row; nothing but {@link #begin} and {@link #send} may follow. */
  public void end() {
    putShort(-1);
  }

  public void row(int fields) {
    putShort(fields);
  }

  public void nullField() {
    ensure(4);
    putInt(-1);
  }

  public void int4(int value) {
    ensure(8);
    putInt(4);
    putInt(value);
  }

  public void int8(long value) {
    ensure(12);
    putInt(8);
    putLong(value);
  }

  public void int8(@Nullable Long value) {
    if (value == null) {
      nullField();
    } else {
      int8(value.longValue());
    }
  }

  /**
   * A timestamptz.
   *
   * @param micros microseconds since 1970; what lies outside PostgreSQL's range is refused by it
   */
  public void timestamp(long micros) {
    // A wrapped difference would be a valid time; the smallest but one is out of range.
    boolean wraps = micros < Long.MIN_VALUE + EPOCH_MICROS;
    int8(wraps ? Long.MIN_VALUE + 1 : micros - EPOCH_MICROS);
  }

  public void timestamp(@Nullable Long micros) {
    if (micros == null) {
      nullField();
    } else {
      timestamp(micros.longValue());
    }
  }

  /** A text. U+0000 and lone surrogates, which no text column can hold, become U+FFFD. */
  public void text(@Nullable String text) {
    if (text == null) {
      nullField();
      return;
    }
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
      buffer[p++] = (byte) c;
    }
    putInt(p - start);
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
        buffer[p++] = (byte) c;
      } else if (c < 0x800) {
        buffer[p++] = (byte) (0xC0 | c >> 6);
        buffer[p++] = continuation(c);
      } else if (c < 0x10000) {
        buffer[p++] = (byte) (0xE0 | c >> 12);
        buffer[p++] = continuation(c >> 6);
        buffer[p++] = continuation(c);
      } else {
        buffer[p++] = (byte) (0xF0 | c >> 18);
        buffer[p++] = continuation(c >> 12);
        buffer[p++] = continuation(c >> 6);
        buffer[p++] = continuation(c);
      }
    }
    return p;
  }

  private static byte continuation(int bits) {
    return (byte) (0x80 | (bits & 0x3F));
  }

  /** A jsonb, from its text in UTF-8. */
  public void jsonb(byte[] json, int offset, int length) {
    ensure(5 + length);
    putInt(1 + length);
    buffer[size++] = JSONB_VERSION;
    System.arraycopy(json, offset, buffer, size, length);
    size += length;
  }

  public void bytea(byte @Nullable [] bytes) {
    if (bytes == null) {
      nullField();
      return;
    }
    ensure(4 + bytes.length);
    putInt(bytes.length);
    System.arraycopy(bytes, 0, buffer, size, bytes.length);
    size += bytes.length;
  }

  /**
   * Copies everything since {@link #begin}.
   *
   * @param sql a {@code COPY … FROM STDIN (FORMAT binary)} with the columns as written
   * @return rows taken
   */
  public long send(Connection connection, String sql) throws SQLException {
    CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
    try {
      copy.writeToCopy(buffer, 0, size);
      return copy.endCopy();
    } catch (SQLException e) {
      if (copy.isActive()) {
        try {
          copy.cancelCopy();
        } catch (SQLException hopeless) {
          e.addSuppressed(hopeless);
        }
      }
      throw e;
    }
  }

  /** Bytes written since {@link #begin}. */
  public int size() {
    return size;
  }

  int capacity() {
    return buffer.length;
  }

  private void ensure(int more) {
    int needed = Math.addExact(size, more);
    if (needed > buffer.length) {
      int doubled = (int) Math.min(Integer.MAX_VALUE - 8L, 2L * buffer.length);
      buffer = Arrays.copyOf(buffer, Math.max(needed, doubled));
    }
  }

  private void putShort(int value) {
    ensure(2);
    buffer[size++] = (byte) (value >> 8);
    buffer[size++] = (byte) value;
  }

  private void putInt(int value) {
    buffer[size++] = (byte) (value >> 24);
    buffer[size++] = (byte) (value >> 16);
    buffer[size++] = (byte) (value >> 8);
    buffer[size++] = (byte) value;
  }

  private void putLong(long value) {
    putInt((int) (value >> 32));
    putInt((int) value);
  }
}
