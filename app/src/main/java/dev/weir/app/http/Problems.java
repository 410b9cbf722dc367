package dev.weir.app.http;

import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;

/** Answers of RFC 9457. */
final class Problems {

  static final String CONTENT_TYPE = "application/problem+json";

  private Problems() {}

  /** Answers with the status that the context has. */
  static void answer(Context context, String detail) {
    context.result(document(context.statusCode(), detail)).contentType(CONTENT_TYPE);
  }

  static byte[] document(int status, String detail) {
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put("type", "about:blank");
    problem.put("title", HttpStatus.getMessage(status));
    problem.put("status", status);
    problem.put("detail", detail);
    return Json.bytes(problem);
  }
}
