package dev.weir.gateway.http;

import tools.jackson.databind.json.JsonMapper;

/** Documents as JSON in UTF-8. */
public final class Json {

  public static final String CONTENT_TYPE = "application/json";

  private static final JsonMapper MAPPER = JsonMapper.shared();

  private Json() {}

  public static byte[] bytes(Object document) {
    return MAPPER.writeValueAsBytes(document);
  }
}
