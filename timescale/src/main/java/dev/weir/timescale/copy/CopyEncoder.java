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

  private static final int TRAILER = -1;
  private static final int NULL = -1;
  private static final byte JSONB_VERSION = 1;

  /** 2000-01-01, from which PostgreSQL counts, in microseconds since 1970. */
  private static final long EPOCH_MICROS = 946_684_800_000_000L;

  private final GrowingBytes buffer = new GrowingBytes();

  /** Starts anew. */
  public void begin() {
    buffer.clear();
    buffer.put(HEADER, 0, HEADER.length);
  }

  /** Ends the last row; nothing but {@link #begin} and {@link #send} may follow. */
  public void end() {
    buffer.putShort(TRAILER);
  }

  public void row(int fields) {
    buffer.putShort(fields);
  }

  public void nullField() {
    buffer.putInt(NULL);
  }

  public void int4(int value) {
    buffer.putInt(Integer.BYTES);
    buffer.putInt(value);
  }

  public void bool(boolean value) {
    buffer.putInt(1);
    buffer.putByte((byte) (value ? 1 : 0));
  }

  public void int8(long value) {
    buffer.putInt(Long.BYTES);
    buffer.putLong(value);
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
    // A wrapped difference would be a valid time, the smallest is −infinity; the next is refused.
    boolean wraps = micros <= Long.MIN_VALUE + EPOCH_MICROS;
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
    } else {
      buffer.putText(text);
    }
  }

  /** A jsonb, from its text in UTF-8. */
  public void jsonb(byte[] json, int offset, int length) {
    buffer.putInt(1 + length);
    buffer.putByte(JSONB_VERSION);
    buffer.put(json, offset, length);
  }

  public void bytea(byte @Nullable [] bytes) {
    if (bytes == null) {
      nullField();
    } else {
      buffer.putInt(bytes.length);
      buffer.put(bytes, 0, bytes.length);
    }
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
      copy.writeToCopy(buffer.array(), 0, buffer.size());
      return copy.endCopy();
    } catch (SQLException e) {
      cancel(copy, e);
      throw e;
    }
  }

  private static void cancel(CopyIn copy, SQLException why) {
    try {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    } catch (SQLException hopeless) {
      why.addSuppressed(hopeless);
    }
  }

  /** Bytes written since {@link #begin}. */
  public int size() {
    return buffer.size();
  }

  /** A copy of them, for those who compare. */
  public byte[] toByteArray() {
    return Arrays.copyOf(buffer.array(), buffer.size());
  }

  int capacity() {
    return buffer.array().length;
  }
}
