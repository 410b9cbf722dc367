package dev.weir.app.config;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** The types of values that MQTT has its own rules for. */
final class MqttTypes {

  private static final int MAX_FILTERS = 100;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Pattern LEVELS = Pattern.compile("[^$/#+\\p{Cntrl}][^#+\\p{Cntrl}]*/");

  /** Levels, in which {@code +} stands alone and {@code #} stands alone and last. */
  private static final Pattern FILTER =
      Pattern.compile("(?!\\$)(\\+|[^+#/\\p{Cntrl}]*)(/(\\+|[^+#/\\p{Cntrl}]*))*(/#)?|#");

  private static final int MAX_LENGTH = 512;

  private MqttTypes() {}

  static ValueType<MqttVersion> version() {
    return new Version();
  }

  static ValueType<String> name() {
    return new Matching(NAME, "1 to 64 of A-Z a-z 0-9 . _ -");
  }

  static ValueType<String> prefix() {
    return new Matching(
        LEVELS, "the first levels of a topic, ending in /, without + and #, not beginning with $");
  }

  static ValueType<List<String>> filters() {
    return new Filters();
  }

  private record Version() implements ValueType<MqttVersion> {
    @Override
    public MqttVersion parse(String text) throws BadValueException {
      return Arrays.stream(MqttVersion.values())
          .filter(version -> version.toString().equals(text))
          .findFirst()
          .orElseThrow(() -> new BadValueException("is neither"));
    }

    @Override
    public String expected() {
      return "5 or 3.1.1";
    }
  }

  private record Matching(Pattern pattern, String expected) implements ValueType<String> {
    @Override
    public String parse(String text) throws BadValueException {
      if (text.length() > MAX_LENGTH || !pattern.matcher(text).matches()) {
        throw new BadValueException("is none");
      }
      return text;
    }
  }

  private record Filters() implements ValueType<List<String>> {
    @Override
    public List<String> parse(String text) throws BadValueException {
      List<String> filters = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
      for (String filter : filters) {
        if (filter.isEmpty() || filter.length() > MAX_LENGTH || !FILTER.matcher(filter).matches()) {
          throw new BadValueException("holds what is no topic filter");
        }
      }
      if (filters.size() > MAX_FILTERS) {
        throw new BadValueException("has too many");
      }
      if (FilterOverlap.among(filters)) {
        throw new BadValueException("holds filters with topics in common");
      }
      return filters;
    }

    @Override
    public String expected() {
      return "1 to "
          + MAX_FILTERS
          + " MQTT topic filters, comma-separated, none beginning with $,"
          + " no two with topics in common";
    }

    @Override
    public String show(List<String> value) {
      return String.join(",", value);
    }
  }
}
