package dev.weir.core.route;

import dev.weir.core.json.JsonScanner;
import dev.weir.core.json.JsonToken;
import dev.weir.core.message.Slice;
import dev.weir.core.route.FieldValue.Flag;
import dev.weir.core.route.FieldValue.Numeric;
import dev.weir.core.route.FieldValue.Other;
import dev.weir.core.route.FieldValue.Text;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The members of a payload that filters ask for, read in one pass: those of {@code metrics} before
 * those beside it. Null is absent; of a name that comes twice the last counts; a token is never
 * looked at.
 */
final class PayloadFields {

  static final String TOKEN = "provision_token";

  private static final String METRICS = "metrics";

  /** Numbers of more digits, or further from 1, compare with nothing: to read them takes long. */
  private static final int MAX_NUMBER_LENGTH = 1_000;

  private final Set<String> wanted;
  private final JsonScanner scanner = new JsonScanner();
  private final Map<String, FieldValue> beside = new HashMap<>();
  private final Map<String, FieldValue> metrics = new HashMap<>();

  private PayloadFields(Set<String> wanted) {
    this.wanted = wanted;
  }

  /** Those that are there, by name; nothing of what is no JSON object. */
  static Map<String, FieldValue> read(Slice payload, Set<String> wanted) {
    return new PayloadFields(wanted).read(payload);
  }

  /**
   * The value whose first token was just returned; null for null. The scanner then is behind it.
   */
  static @Nullable FieldValue value(JsonScanner scanner, JsonToken token) {
    return switch (token) {
      case STRING -> new Text(scanner.string().value());
      case NUMBER -> number(scanner.literal());
      case TRUE -> new Flag(true);
      case FALSE -> new Flag(false);
      case OBJECT_START, ARRAY_START -> {
        scanner.skip(token);
        yield new Other();
      }
      case NULL, KEY, OBJECT_END, ARRAY_END, END, ERROR -> null;
    };
  }

  private Map<String, FieldValue> read(Slice payload) {
    int end = payload.offset() + payload.length();
    scanner.reset(payload.bytes(), payload.offset(), end, JsonScanner.MAX_DEPTH);
    if (scanner.next() != JsonToken.OBJECT_START) {
      return Map.of();
    }
    while (scanner.next() == JsonToken.KEY) {
      String name = scanner.string().value();
      JsonToken value = scanner.next();
      if (name.equals(METRICS)) {
        metrics.clear();
      }
      if (name.equals(METRICS) && value == JsonToken.OBJECT_START) {
        beside.remove(METRICS);
        if (wanted.contains(METRICS)) {
          beside.put(METRICS, new Other());
        }
        metrics();
      } else {
        keep(beside, name, value);
      }
    }
    beside.putAll(metrics);
    return beside;
  }

  private void metrics() {
    while (scanner.next() == JsonToken.KEY) {
      String name = scanner.string().value();
      keep(metrics, name, scanner.next());
    }
  }

  private void keep(Map<String, FieldValue> fields, String name, JsonToken token) {
    if (!wanted.contains(name) || name.equals(TOKEN)) {
      scanner.skip(token);
      return;
    }
    FieldValue value = value(scanner, token);
    if (value == null) {
      fields.remove(name);
    } else {
      fields.put(name, value);
    }
  }

  private static FieldValue number(String literal) {
    if (literal.length() > MAX_NUMBER_LENGTH) {
      return new Other();
    }
    try {
      BigDecimal number = new BigDecimal(literal);
      return Math.abs((long) number.scale()) > MAX_NUMBER_LENGTH
          ? new Other()
          : new Numeric(number);
    } catch (NumberFormatException e) {
      return new Other(); // an exponent that no number has
    }
  }
}
