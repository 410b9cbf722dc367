package dev.weir.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.core.route.InvalidRouteException;
import dev.weir.core.route.TopicFilter;
import java.util.Arrays;
import java.util.List;

/** A topic filter; then, by lines, topics. */
public final class TopicFilterFuzz {

  private TopicFilterFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    List<String> lines = List.of(new String(bytes, UTF_8).split("\n", -1));
    TopicFilter filter;
    try {
      filter = TopicFilter.parse(lines.getFirst());
    } catch (InvalidRouteException e) {
      Fault.unless(String.valueOf(e.getMessage()).startsWith("topic_filter"), "the field is named");
      return;
    }
    List<String> levels = levels(lines.getFirst());
    Fault.unless(!lines.getFirst().isEmpty() && isFilter(levels), "what is accepted is a filter");
    for (String topic : lines.subList(1, lines.size())) {
      if (isTopic(topic)) {
        boolean brokers = topic.startsWith("$") && levels.getFirst().matches("[+#]");
        Fault.unless(
            filter.matches(topic) == (!brokers && isMatch(levels, levels(topic))),
            "a filter matches what MQTT's rules say");
      }
    }
  }

  private static boolean isFilter(List<String> levels) {
    return levels.stream().noneMatch(level -> level.indexOf('\0') >= 0)
        && levels.stream().allMatch(level -> level.length() == 1 || !level.matches(".*[+#].*"))
        && levels.subList(0, levels.size() - 1).stream().noneMatch("#"::equals);
  }

  private static boolean isTopic(String topic) {
    return !topic.isEmpty() && topic.chars().noneMatch(c -> c == '+' || c == '#' || c == '\0');
  }

  private static boolean isMatch(List<String> filter, List<String> topic) {
    if (filter.isEmpty()) {
      return topic.isEmpty();
    }
    if (filter.getFirst().equals("#")) {
      return true;
    }
    return !topic.isEmpty()
        && (filter.getFirst().equals("+") || filter.getFirst().equals(topic.getFirst()))
        && isMatch(filter.subList(1, filter.size()), topic.subList(1, topic.size()));
  }

  private static List<String> levels(String text) {
    return Arrays.asList(text.split("/", -1));
  }
}
