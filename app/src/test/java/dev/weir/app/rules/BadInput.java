package dev.weir.app.rules;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Payloads that somebody's parser or database has stumbled over. */
final class BadInput {

  /** Whatever fuzzing keeps. */
  private static final Path CORPUS = Path.of("..", "fuzz", "corpus");

  /** Values as they stand in JSON, or nearly; a char is a byte. */
  private static final String[] VALUES = {
    // numbers
    "0",
    "-0",
    "-0.0",
    "1e0",
    "1E+2",
    "1e308",
    "1e309",
    "-1e309",
    "1e-400",
    "5e-324",
    "1e-16383",
    "1e-16384",
    "1e131071",
    "1e131072",
    "0e400000",
    "1e400000",
    "1e999999999999",
    "01",
    "+1",
    ".5",
    "1.",
    "1e",
    "0x1F",
    "NaN",
    "-Infinity",
    "9007199254740993",
    "18446744073709551616",
    "123456789012345678901234567890.123456789",
    // strings, and what is none
    "\"\"",
    "\"a",
    "'a'",
    "\"\\u0000\"",
    "\"a\\u0000b\"",
    "\"\\ud800\"",
    "\"\\udc00\\ud800\"",
    "\"\\ud83d\\ude00\"",
    "\"\\uFFFE\\uFFFF\"",
    "\"\\x41\"",
    "\"\\u12\"",
    "\"\t\"",
    "\"\u0000\"",
    "\"\u007f\"",
    "\"\u00c2\u0085\"",
    "\"\\\\N\"",
    "\"\\\\.\"",
    "\"\\b\\f\\n\\r\\t\\/\"",
    "\"'; drop table telemetry; --\"",
    "\"$$\"",
    "\"{\\\"provision_token\\\":\\\"secret\\\"}\"",
    "\"\u00e2\u0080\u00ae\u00e2\u0080\u008b\"",
    "\"\u00f0\u009f\u0098\u0080\"",
    // not UTF-8: stray, cut, overlong, surrogates, too high
    "\"\u0080\"",
    "\"\u00c3\"",
    "\"\u00c0\u0080\"",
    "\"\u00e0\u0080\u0080\"",
    "\"\u00ed\u00a0\u0080\"",
    "\"\u00ed\u00b0\u0080\"",
    "\"\u00f4\u0090\u0080\u0080\"",
    "\"\u00fe\u00ff\"",
    // words, structures, punctuation
    "null",
    "true",
    "TRUE",
    "nul",
    "[]",
    "{}",
    "[1,]",
    "{\"a\":1,}",
    "{\"a\":1,\"a\":2}",
    "{\"a\":{\"provision_token\":\"secret\"}}",
    "[[[[[[]]]]]]",
    "[1 2]",
    "{1:1}",
    "/**/1",
    "",
    ",",
    "}",
    "]",
    ":",
  };

  private BadInput() {}

  /** Whole payloads: each value in each place, and what is wrong with a payload as a whole. */
  static List<byte[]> payloads() throws IOException {
    List<byte[]> payloads = new ArrayList<>();
    for (String value : VALUES) {
      payloads.add(bytes("{\"site_id\":\"s1\",\"metrics\":{\"v\":" + value + "}}"));
      payloads.add(bytes("{\"site_id\":\"s1\",\"metrics\":{" + value + ":1}}"));
      payloads.add(bytes("{\"site_id\":" + value + ",\"metrics\":{\"v\":1}}"));
      payloads.add(bytes("{\"site_id\":\"s1\",\"metrics\":{\"v\":1},\"x\":" + value + "}"));
      payloads.add(bytes("{\"site_id\":\"s1\",\"metrics\":" + value + ",\"seq\":" + value + "}"));
      payloads.add(bytes("{\"site_id\":\"s1\",\"metrics\":{\"v\":1},\"ts\":" + value + "}"));
      payloads.add(bytes("{\"provision_token\":" + value + ",\"metrics\":{\"v\":" + value + "}}"));
      payloads.add(bytes(value));
    }
    payloads.addAll(asAWhole());
    payloads.addAll(kept("native-body"));
    return payloads;
  }

  /** Whole bodies of envelopes. */
  static List<byte[]> envelopes() throws IOException {
    return kept("envelope-body");
  }

  /** A payload as a JSON string, quotes included. */
  static byte[] quoted(byte[] payload) {
    ByteArrayOutputStream quoted = new ByteArrayOutputStream();
    quoted.write('"');
    for (byte b : payload) {
      if (b == '"' || b == '\\') {
        quoted.write('\\');
        quoted.write(b);
      } else if (b >= 0 && b < ' ') {
        quoted.writeBytes(String.format("\\u%04x", b).getBytes(UTF_8));
      } else {
        quoted.write(b);
      }
    }
    quoted.write('"');
    return quoted.toByteArray();
  }

  private static List<byte[]> asAWhole() {
    String good = "{\"site_id\":\"s1\",\"metrics\":{\"v\":1}}";
    return List.of(
        new byte[1_000],
        bytes("\u00ef\u00bb\u00bf" + good),
        bytes(good + "\u0000"),
        bytes(good + good),
        good.getBytes(StandardCharsets.UTF_16LE),
        good.getBytes(StandardCharsets.UTF_16BE),
        bytes("[".repeat(8_000)),
        bytes("[".repeat(300_000)),
        bytes("{\"a\":".repeat(1_500)),
        bytes("{\"x\":" + "[".repeat(31) + "]".repeat(31) + ',' + good.substring(1)),
        bytes("{\"x\":" + "[".repeat(900) + "]".repeat(900) + ',' + good.substring(1)),
        bytes("{\"x\":" + "9".repeat(8_000) + ',' + good.substring(1)),
        bytes("{\"x\":1e131071,\"y\":[" + "1e131071,".repeat(800) + "1]}"),
        bytes("{\"x\":\"" + "\\u0000".repeat(1_300) + "\"}"),
        bytes("{\"" + "k".repeat(8_000) + "\":1}"),
        bytes("{\"site_id\":\"s1\",\"metrics\":{" + "\"a\":1,".repeat(60) + "\"a\":2}}"));
  }

  private static List<byte[]> kept(String target) throws IOException {
    List<byte[]> bodies = new ArrayList<>();
    try (Stream<Path> files = Files.list(CORPUS.resolve(target))) {
      for (Path file : files.sorted().toList()) {
        bodies.add(Files.readAllBytes(file));
      }
    }
    return bodies;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
