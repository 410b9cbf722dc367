package dev.weir.app.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * A request that is refused.
 *
 * @param endpoint as the page in {@code docs} calls it
 * @param name what is wrong
 * @param reason empty where the answer has no code
 */
record Refusal(String endpoint, String name, int status, String reason, Ask ask) {

  /** Headers that tell a client what to do next. */
  private static final List<String> TELLING =
      List.of(
          "Accept-Encoding",
          "Allow",
          "RateLimit",
          "RateLimit-Policy",
          "Retry-After",
          "WWW-Authenticate");

  private static final String SITE = "{\"site_id\":\"s1\",";

  static String row(String endpoint, String name, int status, String reason, String headers) {
    return "| "
        + String.join(
            " | ", endpoint, name, "" + status, reason.isEmpty() ? "" : '`' + reason + '`', headers)
        + " |";
  }

  /** A line of the table. */
  String row(Answer answer) {
    TreeSet<String> headers = new TreeSet<>();
    for (String header : TELLING) {
      if (answer.header(header.toLowerCase(Locale.ROOT)) != null) {
        headers.add('`' + header + '`');
      }
    }
    return row(endpoint, name, answer.status(), answer.reason(), String.join(", ", headers));
  }

  /** Those of a single message by its content, in the order of the checks. */
  static List<Refusal> ofOneMessage() {
    List<Refusal> all = new ArrayList<>();
    all.add(
        one(413, "PAYLOAD_TOO_LARGE", "more than `MAX_PAYLOAD_BYTES`, announced", sized(8_193)));
    all.add(one(413, "PAYLOAD_TOO_LARGE", "the same, in chunks", sized(8_193).chunked()));
    all.add(one(413, "PAYLOAD_TOO_LARGE", "the same once inflated", sized(60_000).zipped()));
    all.add(one(400, "BAD_TOPIC_FORMAT", "another `msg_type`", Ask.single("acme", "plain", "log")));
    all.add(one(400, "BAD_TOPIC_FORMAT", "an id of other characters", Ask.single("a*", "plain")));
    all.add(body("INVALID_JSON", "no JSON", "{\"site_id\":"));
    all.add(body("INVALID_JSON", "no object", "[]"));
    all.add(
        body(
            "INVALID_JSON",
            "nested deeper than 32",
            SITE + "\"x\":" + "[".repeat(32) + "]".repeat(32) + "}"));
    all.add(
        one(
            400,
            "INVALID_JSON",
            "no gzip, as `Content-Encoding` says",
            Ask.single("acme", "plain").with("Content-Encoding", "gzip")));
    all.add(with("UNSUPPORTED_ENVELOPE_VERSION", "another `version`", "\"version\":2"));
    all.add(with("TENANT_MISMATCH_TOPIC_VS_PAYLOAD", "another tenant", "\"tenant_id\":\"x\""));
    all.add(with("DEVICE_MISMATCH_TOPIC_VS_PAYLOAD", "another device", "\"device_id\":\"x\""));
    all.add(body("MISSING_SITE_ID", "no `site_id`", "{\"metrics\":{\"t\":1}}"));
    all.add(with("INVALID_TIMESTAMP", "`ts` is no time", "\"ts\":\"yesterday\""));
    all.add(with("TIMESTAMP_IN_FUTURE", "beyond `MAX_FUTURE_SECONDS`", "\"ts\":9000000000"));
    all.add(with("TIMESTAMP_TOO_OLD", "beyond `MAX_AGE_SECONDS`", "\"ts\":1000000000"));
    all.add(with("INVALID_SEQ", "`seq` is no integer", "\"seq\":1.5"));
    all.add(body("MISSING_METRICS", "no `metrics`", "{\"site_id\":\"s1\"}"));
    StringBuilder many = new StringBuilder("\"m\":0");
    for (int i = 0; i < 50; i++) {
      many.append(",\"m").append(i).append("\":0");
    }
    all.add(metrics("TOO_MANY_METRICS", "more than `MAX_METRICS`", many.toString()));
    all.add(metrics("METRIC_KEY_INVALID", "an empty name", "\"\":1"));
    all.add(
        metrics(
            "METRIC_KEY_TOO_LONG",
            "beyond `MAX_METRIC_KEY_LENGTH`",
            '"' + "k".repeat(129) + "\":1"));
    all.add(metrics("METRIC_VALUE_INVALID", "a list", "\"t\":[1]"));
    all.add(one(404, "UNREGISTERED_DEVICE", "nobody knows it", Ask.single("nobody", "plain")));
    all.add(
        one(
            403,
            "NO_SUBSCRIPTION_CAPACITY",
            "unknown, and no room to register it (`AUTO_PROVISION=1`)",
            Ask.single("acme", "unknown")));
    all.add(
        one(
            401,
            "TOKEN_NOT_SET_IN_REGISTRY",
            "the registry holds no token",
            Ask.single("acme", "tokenless")));
    all.add(
        one(
            401,
            "TOKEN_MISSING",
            "no token",
            Ask.single("acme", "plain").without("X-Provision-Token")));
    all.add(
        one(
            401,
            "TOKEN_INVALID",
            "another token",
            Ask.single("acme", "plain").with("X-Provision-Token", "guess")));
    all.add(one(403, "DEVICE_REVOKED", "revoked", Ask.single("acme", "revoked")));
    all.add(one(403, "SUBSCRIPTION_SUSPENDED", "suspended", Ask.single("acme", "suspended")));
    all.add(one(403, "SUBSCRIPTION_EXPIRED", "over", Ask.single("acme", "over")));
    all.add(
        one(
            403,
            "SITE_MISMATCH_REGISTRY_VS_PAYLOAD",
            "another site",
            Ask.single("acme", "plain").body("{\"site_id\":\"s2\",\"metrics\":{\"t\":1}}")));
    all.add(one(429, "RATE_LIMITED", "too fast", Ask.single("slow", "plain")));
    return all;
  }

  /** Those of a request, whatever it holds. */
  static List<Refusal> ofARequest(String endpoint, Supplier<Ask> good) {
    return List.of(
        new Refusal(
            endpoint,
            "another `Content-Type`",
            415,
            "UNSUPPORTED_MEDIA_TYPE",
            good.get().with("Content-Type", "text/plain")),
        new Refusal(
            endpoint,
            "another `Content-Encoding`",
            415,
            "UNSUPPORTED_MEDIA_TYPE",
            good.get().with("Content-Encoding", "br")),
        new Refusal(
            endpoint,
            "`Idempotency-Key` too long",
            400,
            "INVALID_HEADER",
            good.get().with("Idempotency-Key", "k".repeat(257))),
        new Refusal(endpoint, "no `Host`", 400, "", good.get().without("Host")),
        new Refusal(
            endpoint,
            "an `Expect` that is not `100-continue`",
            417,
            "",
            good.get().with("Expect", "more")),
        new Refusal(
            endpoint,
            "more than 8 KiB of headers",
            431,
            "",
            good.get().with("X", "x".repeat(9_000))),
        new Refusal(endpoint, "another method", 405, "", other(good.get())));
  }

  static Refusal one(int status, String reason, String name, Ask ask) {
    return new Refusal("single", name, status, reason, ask);
  }

  private static Refusal body(String reason, String name, String body) {
    return one(400, reason, name, Ask.single("acme", "plain").body(body));
  }

  private static Refusal with(String reason, String name, String field) {
    return body(reason, name, SITE + field + ",\"metrics\":{\"t\":1}}");
  }

  private static Refusal metrics(String reason, String name, String metrics) {
    return body(reason, name, SITE + "\"metrics\":{" + metrics + "}}");
  }

  private static Ask sized(int bytes) {
    String start = SITE + "\"metrics\":{\"t\":1},\"x\":\"";
    return Ask.single("acme", "plain").body(start + "x".repeat(bytes - start.length() - 2) + "\"}");
  }

  private static Ask other(Ask ask) {
    ask.method = "DELETE";
    return ask;
  }
}
