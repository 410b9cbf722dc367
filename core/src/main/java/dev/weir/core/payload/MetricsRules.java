package dev.weir.core.payload;

import static dev.weir.core.verdict.RejectReason.METRIC_KEY_INVALID;
import static dev.weir.core.verdict.RejectReason.METRIC_KEY_TOO_LONG;
import static dev.weir.core.verdict.RejectReason.METRIC_VALUE_INVALID;
import static dev.weir.core.verdict.RejectReason.MISSING_METRICS;
import static dev.weir.core.verdict.RejectReason.TOO_MANY_METRICS;

import dev.weir.core.json.JsonNumbers;
import dev.weir.core.json.JsonScanner;
import dev.weir.core.json.JsonToken;
import dev.weir.core.json.StringScanner;
import dev.weir.core.message.Slice;
import dev.weir.core.settings.Settings;
import org.jspecify.annotations.Nullable;

/** Checks {@code metrics} while it streams by, and remembers where it lies. Owned by one lane. */
final class MetricsRules {

  static final int MAX_STRING_LENGTH = 1_024;

  private final JsonScanner scanner;
  private final Faults faults;
  private @Nullable Slice metrics;
  private int count;

  MetricsRules(JsonScanner scanner, Faults faults) {
    this.scanner = scanner;
    this.faults = faults;
  }

  void clear() {
    metrics = null;
    count = 0;
    faults.clear(MISSING_METRICS);
    faults.clear(TOO_MANY_METRICS);
    faults.clear(METRIC_KEY_INVALID);
    faults.clear(METRIC_KEY_TOO_LONG);
    faults.clear(METRIC_VALUE_INVALID);
  }

  /** Reads the value of {@code metrics}, whose first token was just returned. */
  void read(JsonToken value, byte[] text, Settings settings) {
    clear();
    if (value != JsonToken.OBJECT_START) {
      scanner.skip(value);
      if (value != JsonToken.NULL) {
        faults.add(MISSING_METRICS, "metrics is not an object");
      }
      return;
    }
    int start = scanner.tokenStart();
    while (scanner.next() == JsonToken.KEY) {
      count++;
      key(settings);
      value();
    }
    metrics = new Slice(text, start, scanner.tokenEnd() - start);
    if (count > settings.maxMetrics()) {
      faults.add(
          TOO_MANY_METRICS,
          "metrics has " + count + " members, at most " + settings.maxMetrics() + " allowed");
    }
  }

  /** After the whole payload: the object, empty where there is none and none is required. */
  Slice result(boolean required) {
    if (required && count == 0) {
      faults.add(MISSING_METRICS, metrics == null ? "metrics is missing" : "metrics is empty");
    }
    return metrics == null ? Slice.EMPTY_OBJECT : metrics;
  }

  private void key(Settings settings) {
    StringScanner key = scanner.string();
    if (key.codePoints() == 0) {
      faults.add(METRIC_KEY_INVALID, "a key of metrics is empty");
    } else if (key.hasControl()) {
      faults.add(METRIC_KEY_INVALID, "a key of metrics holds a control character");
    }
    if (key.hasLoneSurrogate()) {
      faults.add(METRIC_VALUE_INVALID, "a key of metrics holds half of a surrogate pair");
    }
    if (key.codePoints() > settings.maxMetricKeyLength()) {
      faults.add(
          METRIC_KEY_TOO_LONG,
          "a key of metrics has "
              + key.codePoints()
              + " characters, at most "
              + settings.maxMetricKeyLength()
              + " allowed");
    }
  }

  private void value() {
    JsonToken value = scanner.next();
    switch (value) {
      case TRUE, FALSE -> {}
      case NUMBER -> number();
      case STRING -> string();
      case NULL, OBJECT_START, ARRAY_START -> {
        faults.add(
            METRIC_VALUE_INVALID,
            "metric " + count + " is neither a number, a boolean nor a string");
        scanner.skip(value);
      }
      // the caller's next token is the error
      case ERROR, KEY, OBJECT_END, ARRAY_END, END -> {}
    }
  }

  private void number() {
    if (!JsonNumbers.isMetric(scanner)) {
      faults.add(METRIC_VALUE_INVALID, "metric " + count + " is a number out of range");
    }
  }

  private void string() {
    StringScanner string = scanner.string();
    if (string.codePoints() > MAX_STRING_LENGTH) {
      faults.add(
          METRIC_VALUE_INVALID,
          "metric "
              + count
              + " has "
              + string.codePoints()
              + " characters, at most "
              + MAX_STRING_LENGTH
              + " allowed");
    } else if (string.hasNul()) {
      faults.add(METRIC_VALUE_INVALID, "metric " + count + " holds U+0000");
    } else if (string.hasLoneSurrogate()) {
      faults.add(METRIC_VALUE_INVALID, "metric " + count + " holds half of a surrogate pair");
    }
  }
}
