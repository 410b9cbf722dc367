package dev.weir.benchmarks.micro;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The fields of {@link TextRows} as texts: the time in microseconds since 1970. */
final class TextRowsReader {

  private TextRowsReader() {}

  static List<List<String>> read(byte[] copy) {
    return new String(copy, StandardCharsets.UTF_8).lines().map(TextRowsReader::row).toList();
  }

  private static List<String> row(String line) {
    List<String> fields = new ArrayList<>(Arrays.asList(line.split("\t", -1)));
    Instant time = Instant.parse(fields.getFirst());
    fields.set(0, Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, time)));
    fields.replaceAll(field -> field.equals("\\N") ? "null" : field.replace("\\\\", "\\"));
    return fields;
  }
}
