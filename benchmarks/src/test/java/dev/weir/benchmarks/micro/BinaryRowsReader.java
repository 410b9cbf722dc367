package dev.weir.benchmarks.micro;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The fields of binary rows of {@code telemetry} as texts: the time in microseconds since 1970. */
final class BinaryRowsReader {

  private static final int HEADER = 19;
  private static final long EPOCH_MICROS = 946_684_800_000_000L;
  private static final int TIME = 0;
  private static final int SEQ = 5;
  private static final int METRICS = 6;

  private BinaryRowsReader() {}

  static List<List<String>> read(byte[] copy) {
    ByteBuffer bytes = ByteBuffer.wrap(copy).position(HEADER);
    List<List<String>> rows = new ArrayList<>();
    for (int fields = bytes.getShort(); fields >= 0; fields = bytes.getShort()) {
      List<String> row = new ArrayList<>();
      for (int i = 0; i < fields; i++) {
        row.add(field(bytes, i));
      }
      rows.add(row);
    }
    return rows;
  }

  private static String field(ByteBuffer bytes, int number) {
    int length = bytes.getInt();
    if (length < 0) {
      return "null";
    }
    if (number == TIME) {
      return Long.toString(bytes.getLong() + EPOCH_MICROS);
    }
    if (number == SEQ) {
      return Long.toString(bytes.getLong());
    }
    byte[] text = new byte[length];
    bytes.get(text);
    String field = new String(text, StandardCharsets.UTF_8);
    return number == METRICS ? field.substring(1) : field;
  }
}
