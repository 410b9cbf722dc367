package dev.weir.app.http;

import tools.jackson.databind.json.JsonMapper;

/** Documents as JSON in UTF-8. */
final class Json {

  static final String CONTENT_TYPE = "application/json";

  private static final JsonMapper MAPPER = JsonMapper.shared();

  private Json() {}

  static byte[] bytes(Object document) {
    return MAPPER.writeValueAsBytes(document);
  }
}
