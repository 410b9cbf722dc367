package dev.weir.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.core.message.Slice;
import dev.weir.core.route.InvalidRouteException;
import dev.weir.core.route.PayloadFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * A payload filter, then, after a NUL, a payload. What a filter must be like is held by how filters
 * are related: all conditions, each for itself; the plain value and {@code $eq}; {@code $exists}
 * and its opposite; {@code $gte} and what it is made of.
 */
public final class PayloadFilterFuzz {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private PayloadFilterFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    String[] parts = new String(bytes, UTF_8).split("\0", 2);
    PayloadFilter filter = parse(parts[0]);
    JsonNode payload = object(parts.length > 1 ? parts[1] : "{}");
    if (filter == null || payload == null) {
      return;
    }
    byte[] body = parts.length > 1 ? parts[1].getBytes(UTF_8) : "{}".getBytes(UTF_8);
    boolean matches = filter.matches(Slice.of(body));
    Fault.unless(
        filter.matches(new Slice(padded(body), 3, body.length)) == matches,
        "what is around a payload does not matter");
    JsonNode read = object(parts[0]);
    if (read != null) {
      List<String> each = conditions(read);
      Fault.unless(
          each.stream().allMatch(one -> isMatch(one, body)) == matches, "all conditions must hold");
      read.properties().forEach(member -> related(member.getKey(), member.getValue(), body));
    }
  }

  private static void related(String key, JsonNode condition, byte[] body) {
    boolean exists = isMatch(of(key, "$exists", JSON.valueToTree(true)), body);
    Fault.unless(
        exists != isMatch(of(key, "$exists", JSON.valueToTree(false)), body),
        "a member is there or not");
    if (condition.isNumber() || condition.isString() || condition.isBoolean()) {
      boolean equal = isMatch(of(key, condition), body);
      Fault.unless(equal == isMatch(of(key, "$eq", condition), body), "a plain value means equal");
      Fault.unless(
          equal == isMatch(of(key, "$in", JSON.createArrayNode().add(condition)), body),
          "one of one is that one");
      Fault.unless(!equal || exists, "what is equal is there");
      Fault.unless(
          !equal || !isMatch(of(key, "$ne", condition), body), "nothing is equal and not equal");
    }
    if (condition.isNumber()) {
      boolean greater = isMatch(of(key, "$gt", condition), body);
      boolean less = isMatch(of(key, "$lt", condition), body);
      boolean equal = isMatch(of(key, "$eq", condition), body);
      Fault.unless((greater ? 1 : 0) + (less ? 1 : 0) + (equal ? 1 : 0) <= 1, "one of three");
      Fault.unless(isMatch(of(key, "$gte", condition), body) == (greater || equal), "$gte");
      Fault.unless(isMatch(of(key, "$lte", condition), body) == (less || equal), "$lte");
    }
  }

  private static List<String> conditions(JsonNode filter) {
    List<String> conditions = new ArrayList<>();
    for (Map.Entry<String, JsonNode> member : filter.properties()) {
      if (member.getValue().isObject()) {
        member
            .getValue()
            .properties()
            .forEach(one -> conditions.add(of(member.getKey(), one.getKey(), one.getValue())));
      } else {
        conditions.add(of(member.getKey(), member.getValue()));
      }
    }
    return conditions;
  }

  private static String of(String key, String operator, JsonNode value) {
    return of(key, JSON.createObjectNode().set(operator, value));
  }

  private static String of(String key, JsonNode condition) {
    return JSON.writeValueAsString(JSON.createObjectNode().set(key, condition));
  }

  private static boolean isMatch(String filter, byte[] body) {
    return PayloadFilter.parse(filter).matches(Slice.of(body));
  }

  private static @Nullable PayloadFilter parse(String text) {
    try {
      return PayloadFilter.parse(text);
    } catch (InvalidRouteException e) {
      Fault.unless(
          String.valueOf(e.getMessage()).startsWith("payload_filter"), "the field is named");
      return null;
    }
  }

  /** Null where it is no object by strict rules: then nothing is compared. */
  private static @Nullable JsonNode object(String text) {
    try {
      JsonNode read = JSON.readTree(text);
      return read.isObject() && !Reference.isDisputed(text) ? read : null;
    } catch (JacksonException e) {
      return null;
    }
  }

  private static byte[] padded(byte[] body) {
    byte[] padded = new byte[body.length + 5];
    System.arraycopy(body, 0, padded, 3, body.length);
    return padded;
  }
}
