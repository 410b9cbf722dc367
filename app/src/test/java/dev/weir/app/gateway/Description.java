package dev.weir.app.gateway;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The OpenAPI document as it is served, held against answers. */
final class Description {

  /** Headers that every server of HTTP sends; they need no description. */
  private static final Set<String> OF_HTTP =
      Set.of("date", "content-type", "content-length", "connection", "transfer-encoding", "server");

  /** What is answered where there is nothing: not there, not to be read. */
  private static final Set<Integer> OF_NO_PATH = Set.of(400, 404, 417, 431);

  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private final Map<JsonNode, Schema> schemas = new HashMap<>();
  private final Set<String> met = new TreeSet<>();
  final JsonNode document;

  Description(String json) {
    document = JsonMapper.shared().readTree(json);
  }

  /** Operation and status of all that is described, {@code 500} left out: nobody can ask for it. */
  Set<String> described() {
    Set<String> described = new TreeSet<>();
    document
        .path("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .properties()
                .forEach(operation ->
                    operation.getValue().path("responses").propertyNames().stream()
                        .filter(status -> !status.equals("500"))
                        .forEach(
                            status -> described.add(name(operation.getValue()) + ' ' + status))));
    return described;
  }

  /** Those of them that were seen. */
  Set<String> met() {
    return met;
  }

  /** What about an answer is not as described; empty where all is. */
  List<String> faults(Ask ask, Answer answer) {
    JsonNode item = item(ask.path);
    if (item == null) {
      return OF_NO_PATH.contains(answer.status())
          ? validate(document.at("/components/schemas/Problem"), ask, answer)
          : List.of("status " + answer.status() + " where nothing is described");
    }
    JsonNode operation = operation(item);
    JsonNode response = operation.path("responses").path(Integer.toString(answer.status()));
    if (response.isMissingNode()) {
      return List.of(name(operation) + " does not answer " + answer.status());
    }
    met.add(name(operation) + ' ' + answer.status());
    List<String> faults = headerFaults(response, answer);
    JsonNode content = response.path("content").path(answer.type());
    if (content.isMissingNode()) {
      faults.add("content type " + answer.type());
    } else {
      faults.addAll(validate(content.path("schema"), ask, answer));
    }
    return faults;
  }

  /** A method that a path does not take is as good as the one it takes: 405 is described there. */
  private static JsonNode operation(JsonNode item) {
    return item.has("post") ? item.path("post") : item.path("get");
  }

  private @Nullable JsonNode item(String path) {
    String bare = path.split("\\?", 2)[0];
    for (Map.Entry<String, JsonNode> entry : document.path("paths").properties()) {
      String pattern = entry.getKey().replaceAll("\\{[a-z_]+}", "[^/]+") + "/?";
      if (Pattern.matches(pattern, bare)) {
        return entry.getValue();
      }
    }
    return null;
  }

  private List<String> headerFaults(JsonNode response, Answer answer) {
    List<String> faults = new ArrayList<>();
    Set<String> undescribed = new TreeSet<>(answer.headers().keySet());
    undescribed.removeAll(OF_HTTP);
    response
        .path("headers")
        .properties()
        .forEach(header -> {
          String name = header.getKey();
          String value = answer.header(name.toLowerCase(Locale.ROOT));
          undescribed.remove(name.toLowerCase(Locale.ROOT));
          JsonNode described = document.at("/components/headers/" + name);
          if (value == null) {
            if (described.path("required").asBoolean()) {
              faults.add("no header " + name);
            }
          } else if (!schema(described.path("schema"))
              .validate(JsonMapper.shared().getNodeFactory().stringNode(value))
              .isEmpty()) {
            faults.add(name + ": " + value);
          }
        });
    undescribed.forEach(name -> faults.add("header " + name + " is not described"));
    return faults;
  }

  private List<String> validate(JsonNode schema, Ask ask, Answer answer) {
    if (ask.method.equals("HEAD") || answer.type().equals("text/plain")) {
      return List.of();
    }
    if (answer.type().endsWith("problem+json")
        && answer.json().path("status").asInt() != answer.status()) {
      return List.of("another status in the problem: " + answer.body());
    }
    return schema(schema).validate(answer.json()).stream()
        .map(error -> error + " in " + answer.body())
        .toList();
  }

  /** With all components beside it, so that references find them. */
  private Schema schema(JsonNode schema) {
    return schemas.computeIfAbsent(
        schema,
        s -> {
          ObjectNode whole = JsonMapper.shared().createObjectNode();
          whole.putArray("allOf").add(s);
          whole.set("components", document.path("components"));
          return registry.getSchema(whole); // it logs once that it does not know "components"
        });
  }

  private static String name(JsonNode operation) {
    return operation.path("operationId").asString();
  }
}
