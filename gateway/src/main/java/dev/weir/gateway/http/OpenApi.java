package dev.weir.gateway.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The description of the endpoints, as {@code /openapi.json} serves it. */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record OpenApi(byte[] document) {

  static OpenApi load() {
    try (InputStream resource = OpenApi.class.getResourceAsStream("openapi.json")) {
      return new OpenApi(Objects.requireNonNull(resource, "openapi.json").readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void serve(Context context) {
    context.result(document).contentType(Json.CONTENT_TYPE);
  }
}
