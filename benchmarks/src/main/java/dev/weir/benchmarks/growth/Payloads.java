package dev.weir.benchmarks.growth;

import java.nio.charset.StandardCharsets;

/** Payloads of the fleet with other metrics. */
final class Payloads {

  private static final String METRICS = "\"metrics\":{";

  private Payloads() {}

  /** The same, with so many numbers. */
  static byte[] withMetrics(byte[] payload, long index, int metrics) {
    String text = new String(payload, StandardCharsets.UTF_8);
    int from = text.indexOf(METRICS) + METRICS.length();
    StringBuilder changed = new StringBuilder(text.length() + 24 * metrics);
    changed.append(text, 0, from);
    for (int i = 0; i < metrics; i++) {
      changed.append(i == 0 ? "\"" : ",\"").append("channel_").append(i).append("\":");
      changed.append((index * 31 + i * 1_009L) % 10_000 / 100.0);
    }
    return changed
        .append(text, text.indexOf('}', from), text.length())
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }
}
