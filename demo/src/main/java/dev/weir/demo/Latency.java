package dev.weir.demo;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Time from publish to commit, as Weir's own {@code /metrics} tells it.
 *
 * @param counts messages by the upper bound of their bucket in seconds, cumulative
 */
record Latency(TreeMap<Double, Double> counts) {

  private static final Pattern BUCKET =
      Pattern.compile(
          "^weir_publish_to_commit_seconds_bucket\\{le=\"([^\"]+)\"} (\\S+)$", Pattern.MULTILINE);

  /** Reads the exposition of {@code /metrics}. */
  static Latency parse(String exposition) {
    TreeMap<Double, Double> counts = new TreeMap<>();
    Matcher bucket = BUCKET.matcher(exposition);
    while (bucket.find()) {
      double bound =
          bucket.group(1).equals("+Inf")
              ? Double.POSITIVE_INFINITY
              : Double.parseDouble(bucket.group(1));
      counts.put(bound, Double.parseDouble(bucket.group(2)));
    }
    return new Latency(counts);
  }

  /** The bucket in which a share of all messages is reached, such as {@code ≤ 10 ms}. */
  String atMost(double share) {
    if (counts.isEmpty() || counts.lastEntry().getValue() == 0) {
      return "unknown";
    }
    double wanted = counts.lastEntry().getValue() * share;
    for (Map.Entry<Double, Double> bucket : counts.entrySet()) {
      if (bucket.getValue() >= wanted && !bucket.getKey().isInfinite()) {
        return "≤ %.0f ms".formatted(bucket.getKey() * 1_000);
      }
    }
    return "> %.0f ms".formatted(counts.lowerKey(Double.POSITIVE_INFINITY) * 1_000);
  }
}
