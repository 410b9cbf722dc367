package dev.weir.core.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.message.Slice;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random filters and payloads, against a matcher over maps that shares nothing with ours. */
final class PayloadFilterPropertyTest {

  private static final int CASES = 50_000;
  private static final List<String> NAMES = List.of("a", "b", "c", "metrics");
  private static final List<String> OPERATORS =
      List.of("$gt", "$gte", "$lt", "$lte", "$eq", "$ne", "$in", "$exists", "");
  private static final List<Object> VALUES =
      List.of(
          new BigDecimal("1"),
          new BigDecimal("1.0"),
          new BigDecimal("2"),
          new BigDecimal("-1e3"),
          new BigDecimal("9007199254740993"),
          new BigDecimal("9007199254740992"),
          "x",
          "xy",
          "1",
          "\uD83D\uDE00",
          "\uFFFD",
          true,
          false);

  private final Random random = new Random(7);

  @Test
  void agreesWithOneOverMaps() {
    int holds = 0;
    for (int i = 0; i < CASES; i++) {
      Map<String, Object> beside = members();
      Map<String, Object> metrics = members();
      String payload = payload(beside, metrics);
      String name = NAMES.get(random.nextInt(3));
      String operator = OPERATORS.get(random.nextInt(OPERATORS.size()));
      Object operand = operand(operator);
      String condition =
          operator.isEmpty() ? json(operand) : "{\"" + operator + "\":" + json(operand) + '}';
      String filter = "{\"" + name + "\":" + condition + '}';
      Object value = metrics.getOrDefault(name, beside.get(name));
      boolean expected = naive(value, operator, operand);
      assertThat(
              PayloadFilter.parse(filter)
                  .matches(Slice.of(payload.getBytes(StandardCharsets.UTF_8))))
          .as("%s against %s", payload, filter)
          .isEqualTo(expected);
      holds += expected ? 1 : 0;
    }
    assertThat(holds).isBetween(CASES / 10, CASES / 10 * 8);
  }

  private Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      members.put(NAMES.get(random.nextInt(3)), VALUES.get(random.nextInt(VALUES.size())));
    }
    return members;
  }

  private Object operand(String operator) {
    Object value = VALUES.get(random.nextInt(VALUES.size()));
    if (operator.equals("$exists")) {
      return random.nextBoolean();
    }
    if (operator.equals("$in")) {
      return List.of(value, VALUES.get(random.nextInt(VALUES.size())));
    }
    boolean isOrder = operator.startsWith("$g") || operator.startsWith("$l");
    return isOrder && value instanceof Boolean ? "x" : value;
  }

  private static boolean naive(@Nullable Object value, String operator, Object operand) {
    return switch (operator) {
      case "$exists" -> operand.equals(value != null);
      case "$in" -> ((List<?>) operand).stream().anyMatch(one -> same(value, one));
      case "$ne" -> !same(value, operand);
      case "$eq", "" -> same(value, operand);
      case String order -> {
        Integer comparison = compare(value, operand);
        yield comparison != null
            && switch (order) {
              case "$gt" -> comparison > 0;
              case "$gte" -> comparison >= 0;
              case "$lt" -> comparison < 0;
              case String less -> comparison <= 0;
            };
      }
    };
  }

  private static boolean same(@Nullable Object value, Object operand) {
    return (value instanceof BigDecimal left && operand instanceof BigDecimal right)
        ? left.subtract(right).signum() == 0
        : operand.equals(value);
  }

  private static @Nullable Integer compare(@Nullable Object value, Object operand) {
    if (value instanceof BigDecimal left && operand instanceof BigDecimal right) {
      return left.subtract(right).signum();
    }
    if (value instanceof String left && operand instanceof String right) {
      // UTF-8 sorts as code points do
      return Arrays.compareUnsigned(
          left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
    }
    return null;
  }

  private String payload(Map<String, Object> beside, Map<String, Object> metrics) {
    String inner = "\"metrics\":{" + text(metrics) + '}';
    String outer = text(beside);
    if (outer.isEmpty()) {
      return '{' + inner + '}';
    }
    return random.nextBoolean() ? '{' + inner + ',' + outer + '}' : '{' + outer + ',' + inner + '}';
  }

  private static String text(Map<String, Object> members) {
    return members.entrySet().stream()
        .map(member -> '"' + member.getKey() + "\":" + json(member.getValue()))
        .collect(Collectors.joining(","));
  }

  private static String json(Object value) {
    if (value instanceof List<?> list) {
      return list.stream()
          .map(PayloadFilterPropertyTest::json)
          .collect(Collectors.joining(",", "[", "]"));
    }
    return value instanceof String text ? '"' + text + '"' : value.toString();
  }
}
