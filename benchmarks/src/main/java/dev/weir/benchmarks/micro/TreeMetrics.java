package dev.weir.benchmarks.micro;

import static dev.weir.core.verdict.RejectReason.METRIC_KEY_INVALID;
import static dev.weir.core.verdict.RejectReason.METRIC_KEY_TOO_LONG;
import static dev.weir.core.verdict.RejectReason.METRIC_VALUE_INVALID;
import static dev.weir.core.verdict.RejectReason.MISSING_METRICS;
import static dev.weir.core.verdict.RejectReason.TOO_MANY_METRICS;

import dev.weir.core.settings.Settings;
import dev.weir.core.verdict.RejectReason;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The rules of {@code metrics}, asked of a tree; for {@link TreeRules}. */
final class TreeMetrics {

  private static final int MAX_STRING_LENGTH = 1_024;

  private TreeMetrics() {}

  /** What is wrong with them; null where nothing is. */
  static @Nullable RejectReason fault(@Nullable JsonNode metrics, Settings settings) {
    if (metrics == null || !metrics.isObject() || metrics.isEmpty()) {
      return MISSING_METRICS;
    }
    if (metrics.size() > settings.maxMetrics()) {
      return TOO_MANY_METRICS;
    }
    for (Map.Entry<String, JsonNode> metric : metrics.properties()) {
      String key = metric.getKey();
      if (key.isEmpty() || key.chars().anyMatch(c -> c < ' ' || c == 0x7F)) {
        return METRIC_KEY_INVALID;
      }
      if (characters(key) > settings.maxMetricKeyLength()) {
        return METRIC_KEY_TOO_LONG;
      }
      if (!isMetric(metric.getValue())) {
        return METRIC_VALUE_INVALID;
      }
    }
    return null;
  }

  private static boolean isMetric(JsonNode value) {
    return value.isBoolean()
        || (value.isNumber() && Double.isFinite(value.numberValue().doubleValue()))
        || (value.isString() && characters(value.stringValue()) <= MAX_STRING_LENGTH);
  }

  /** Code points of a text. */
  static int characters(String text) {
    return text.codePointCount(0, text.length());
  }
}
