package dev.weir.app.gateway;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What came back.
 *
 * @param headers by their names in lower case
 */
record Answer(int status, Map<String, String> headers, String body) {

  @Nullable String header(String name) {
    return headers.get(name);
  }

  /** The media type, without its parameters. */
  String type() {
    return headers.getOrDefault("content-type", "").split(";", 2)[0];
  }

  JsonNode json() {
    return JsonMapper.shared().readTree(body);
  }

  /** The code that programs go by; empty where there is none. */
  String reason() {
    return json().path("reason").asString("");
  }
}
