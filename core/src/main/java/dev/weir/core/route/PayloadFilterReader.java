package dev.weir.core.route;

import dev.weir.core.json.JsonScanner;
import dev.weir.core.json.JsonToken;
import dev.weir.core.route.FieldValue.Flag;
import dev.weir.core.route.FieldValue.Other;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the text of a {@link PayloadFilter}. */
final class PayloadFilterReader {

  private static final int MAX_BYTES = 8_192;
  private static final int MAX_MEMBERS = 32;
  private static final int MAX_VALUES = 100;
  private static final int MAX_NAME_LENGTH = 128;
  private static final int MAX_DEPTH = 8;

  private final JsonScanner scanner = new JsonScanner();

  PayloadFilterReader(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > MAX_BYTES) {
      throw invalid("must have at most " + MAX_BYTES + " bytes");
    }
    scanner.reset(bytes, 0, bytes.length, MAX_DEPTH);
  }

  Map<String, List<Condition>> read() {
    if (scanner.next() != JsonToken.OBJECT_START) {
      throw invalid("must be a JSON object");
    }
    Map<String, List<Condition>> conditions = new LinkedHashMap<>();
    JsonToken token;
    while ((token = scanner.next()) == JsonToken.KEY) {
      String name = name();
      if (conditions.put(name, member(name)) != null) {
        throw invalid("has " + name + " twice");
      }
      if (conditions.size() > MAX_MEMBERS) {
        throw invalid("must have at most " + MAX_MEMBERS + " members");
      }
    }
    if (token == JsonToken.ERROR || scanner.next() == JsonToken.ERROR) {
      throw invalid("must be JSON: " + scanner.error());
    }
    return conditions;
  }

  private String name() {
    String name = scanner.string().value();
    if (name.isEmpty() || name.codePointCount(0, name.length()) > MAX_NAME_LENGTH) {
      throw invalid("must have names of 1 to " + MAX_NAME_LENGTH + " characters");
    }
    if (name.startsWith("$")) {
      throw invalid("has " + name + " where the name of a member must be");
    }
    if (name.equals(PayloadFields.TOKEN)) {
      throw invalid("must not ask for " + name);
    }
    return name;
  }

  private List<Condition> member(String name) {
    JsonToken value = scanner.next();
    if (value != JsonToken.OBJECT_START) {
      return List.of(new Condition.Equal(operand(name, value)));
    }
    List<Condition> conditions = new ArrayList<>();
    Set<String> operators = new HashSet<>();
    while (scanner.next() == JsonToken.KEY) {
      String operator = scanner.string().value();
      if (!operators.add(operator)) {
        throw invalid("has " + operator + " of " + name + " twice");
      }
      conditions.add(condition(name, operator));
    }
    if (conditions.isEmpty()) {
      throw invalid("must say what " + name + " is to be");
    }
    return conditions;
  }

  private Condition condition(String name, String operator) {
    JsonToken value = scanner.next();
    Condition.Order order = Condition.Order.BY_OPERATOR.get(operator);
    if (order != null) {
      FieldValue operand = operand(name, value);
      if (operand instanceof Flag) {
        throw invalid("must compare " + name + " by " + operator + " with a number or a string");
      }
      return new Condition.Ordered(order, operand);
    }
    return switch (operator) {
      case "$eq" -> new Condition.Equal(operand(name, value));
      case "$ne" -> new Condition.NotEqual(operand(name, value));
      case "$in" -> new Condition.In(operands(name, value));
      case "$exists" -> {
        if (!(PayloadFields.value(scanner, value) instanceof Flag(var expected))) {
          throw invalid("must have true or false for $exists of " + name);
        }
        yield new Condition.Exists(expected);
      }
      case String other ->
          throw invalid(
              "has the unknown operator "
                  + other
                  + "; there are $gt $gte $lt $lte $eq $ne $in $exists");
    };
  }

  private List<FieldValue> operands(String name, JsonToken first) {
    if (first != JsonToken.ARRAY_START) {
      throw invalid("must have an array for $in of " + name);
    }
    List<FieldValue> operands = new ArrayList<>();
    for (JsonToken value = scanner.next(); value != JsonToken.ARRAY_END; value = scanner.next()) {
      operands.add(operand(name, value));
      if (operands.size() > MAX_VALUES) {
        throw invalid("must have at most " + MAX_VALUES + " values for $in of " + name);
      }
    }
    return operands;
  }

  private FieldValue operand(String name, JsonToken token) {
    FieldValue value = PayloadFields.value(scanner, token);
    if (value == null || value instanceof Other) {
      String error = scanner.error();
      throw invalid(
          error == null
              ? "must compare " + name + " with a number, a string or a boolean"
              : "must be JSON: " + error);
    }
    return value;
  }

  private static InvalidRouteException invalid(String what) {
    return new InvalidRouteException("payload_filter " + what);
  }
}
