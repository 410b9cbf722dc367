package dev.weir.gateway.http;

import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/** Answers of RFC 9457, for refusals and for what never reached an endpoint. */
public final class Problems {

  public static final String CONTENT_TYPE = "application/problem+json";

  /** RFC 9110 wants every 401 to name a scheme; this one is X-Provision-Token's. */
  private static final String CHALLENGE = "Provision-Token realm=\"weir\"";

  private static final int UNAUTHORIZED = 401;

  private Problems() {}

  /**
   * Says what is wrong where the status is all that was answered; a refusal of ours has said it.
   */
  public static void explain(Context context, String detail) {
    if (CONTENT_TYPE.equals(context.res().getContentType())) {
      return;
    }
    context
        .result(document(context.statusCode(), detail, null, RequestId.of(context)))
        .contentType(CONTENT_TYPE);
  }

  /** Answers with a problem, and when to come back. */
  static void answer(Context context, Problem problem) {
    context.status(problem.status());
    if (problem.retryAfterSeconds() > 0) {
      context.header("Retry-After", Long.toString(problem.retryAfterSeconds()));
    }
    if (problem.status() == UNAUTHORIZED) {
      context.header("WWW-Authenticate", CHALLENGE);
    }
    context
        .result(
            document(problem.status(), problem.detail(), problem.reason(), RequestId.of(context)))
        .contentType(CONTENT_TYPE);
  }

  /**
   * The document.
   *
   * @param reason a code that programs go by; null for none
   * @param requestId null where it is not known
   */
  public static byte[] document(
      int status, String detail, @Nullable String reason, @Nullable String requestId) {
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put("type", "about:blank");
    problem.put("title", HttpStatus.getMessage(status));
    problem.put("status", status);
    problem.put("detail", detail);
    if (reason != null) {
      problem.put("reason", reason);
    }
    if (requestId != null) {
      problem.put("request_id", requestId);
    }
    return Json.bytes(problem);
  }
}
