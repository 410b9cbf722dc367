package dev.weir.app.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What RFC 4180 allows is read as it says; everything else is a fault with its line. */
final class CsvReaderTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a,b\nc,d\n",
        "a,b\nc,d",
        "a,b\r\nc,d\r\n",
        "\uFEFFa,b\n\n\r\nc,d\n\n",
        "\"a\",\"b\"\n\"c\",d",
        "\uFEFF\"a\",b\r\nc,\"d\"\r\n"
      })
  void theSameTwoRecords(String text) throws Exception {
    assertThat(read(text)).containsExactly(List.of("a", "b"), List.of("c", "d"));
  }

  @Test
  void quotedFieldsHoldAnything() throws Exception {
    assertThat(read("\"a,\"\"b\"\"\",\"x\ny\",\"\", z \n,\n"))
        .containsExactly(List.of("a,\"b\"", "x\ny", "", " z "), List.of("", ""));
  }

  @Test
  void nothingIsNoRecord() throws Exception {
    assertThat(read("")).isEmpty();
    assertThat(read("\n\r\n")).isEmpty();
  }

  @Test
  void linesAreCountedThroughQuotes() throws Exception {
    try (CsvReader reader = new CsvReader(new StringReader("a\n\n\"b\nb\"\r\nc"))) {
      List<Long> lines = new ArrayList<>();
      while (reader.next() != null) {
        lines.add(reader.line());
      }
      assertThat(lines).containsExactly(1L, 3L, 5L);
    }
  }

  @Test
  void faultsNameTheLineAndQuoteNothing() {
    assertFault("a\nsec\"ret\n", "line 2: has a quote inside a field that is not quoted");
    assertFault("\"secret", "line 1: has a quote that is not closed");
    assertFault("a\n\"secret\"x\n", "line 2: has something after a closing quote");
    assertFault(
        "\"" + "x".repeat(65_537) + '"', "line 1: has a field of more than 65536 characters");
    assertFault(",".repeat(256), "line 1: has more than 256 fields");
  }

  @Test
  void whatIsWrittenIsReadAgain() throws Exception {
    Random random = new Random(20260101);
    for (int round = 0; round < 500; round++) {
      List<List<String>> records = records(random);
      assertThat(read(write(records, random))).isEqualTo(records);
    }
  }

  private static List<List<String>> records(Random random) {
    List<List<String>> records = new ArrayList<>();
    for (int r = random.nextInt(5); r > 0; r--) {
      List<String> fields = new ArrayList<>(List.of("first"));
      for (int f = random.nextInt(4); f > 0; f--) {
        StringBuilder field = new StringBuilder();
        random.ints(random.nextInt(6), 0, 6).forEach(i -> field.append("a,\"\n é".charAt(i)));
        fields.add(field.toString());
      }
      records.add(fields);
    }
    return records;
  }

  private static String write(List<List<String>> records, Random random) {
    StringBuilder out = new StringBuilder();
    for (List<String> record : records) {
      for (int i = 0; i < record.size(); i++) {
        out.append(i == 0 ? "" : ",").append('"');
        out.append(record.get(i).replace("\"", "\"\"")).append('"');
      }
      out.append(random.nextBoolean() ? "\n" : "\r\n");
    }
    return out.toString();
  }

  private static void assertFault(String text, String message) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(CsvException.class).hasMessage(message);
  }

  private static List<List<String>> read(String text) throws IOException, CsvException {
    try (CsvReader reader = new CsvReader(new StringReader(text))) {
      List<List<String>> records = new ArrayList<>();
      for (List<String> record = reader.next(); record != null; record = reader.next()) {
        records.add(record);
      }
      return records;
    }
  }
}
