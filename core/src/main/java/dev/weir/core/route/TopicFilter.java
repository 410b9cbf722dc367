package dev.weir.core.route;

import java.nio.charset.StandardCharsets;

/**
 * An MQTT topic filter: {@code +} stands for one level, {@code #} at the end for all that follow,
 * none included; neither for a first level that begins with {@code $}.
 */
public record TopicFilter(String text) {

  static final int MAX_BYTES = 1_024;

  /**
   * Reads one: 1 to 1,024 bytes of UTF-8.
   *
   * @throws InvalidRouteException it is none
   */
  public static TopicFilter parse(String text) {
    if (text.isEmpty() || text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw invalid("must be 1 to " + MAX_BYTES + " bytes of UTF-8");
    }
    if (text.codePoints().anyMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE)) {
      throw invalid("must not hold U+0000 or halves of surrogate pairs");
    }
    for (int from = 0; from <= text.length(); from = levelEnd(text, from) + 1) {
      checkLevel(text.substring(from, levelEnd(text, from)), levelEnd(text, from), text.length());
    }
    return new TopicFilter(text);
  }

  public boolean matches(String topic) {
    if (topic.startsWith("$") && (text.startsWith("+") || text.startsWith("#"))) {
      return false;
    }
    int wanted = 0;
    int level = 0;
    while (!isRest(wanted)) {
      int wantedEnd = levelEnd(text, wanted);
      int end = levelEnd(topic, level);
      if (!matches(topic, level, end, wanted, wantedEnd)) {
        return false;
      }
      if (end == topic.length()) {
        return wantedEnd == text.length() || isRest(wantedEnd + 1); // also of the level above
      }
      if (wantedEnd == text.length()) {
        return false;
      }
      wanted = wantedEnd + 1;
      level = end + 1;
    }
    return true;
  }

  private boolean matches(String topic, int from, int to, int wanted, int wantedEnd) {
    boolean isAny = wantedEnd == wanted + 1 && text.charAt(wanted) == '+';
    return isAny
        || (to - from == wantedEnd - wanted
            && topic.startsWith(text.substring(wanted, wantedEnd), from));
  }

  /** Whether the filter's rest, from a level's begin on, is {@code #}. */
  private boolean isRest(int from) {
    return from == text.length() - 1 && text.charAt(from) == '#';
  }

  private static void checkLevel(String level, int end, int length) {
    if (level.length() > 1 && (level.contains("+") || level.contains("#"))) {
      throw invalid("must have + and # as whole levels only");
    }
    if (level.equals("#") && end < length) {
      throw invalid("must have # as its last level only");
    }
  }

  private static int levelEnd(String text, int from) {
    int slash = text.indexOf('/', from);
    return slash < 0 ? text.length() : slash;
  }

  private static InvalidRouteException invalid(String what) {
    return new InvalidRouteException("topic_filter " + what);
  }
}
