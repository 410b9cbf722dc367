package dev.weir.app.gateway;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.JsonNode;

/** Requests near what a description describes, wrong in every way that comes to mind. */
final class RandomRequests {

  private static final List<String> METHODS =
      List.of("GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "FOO", "post");

  private static final Map<String, List<String>> VALUES =
      Map.of(
          "tenant_id", List.of("acme", "slow", "nobody"),
          "device_id", List.of("plain", "other", "revoked", "tokenless", "unknown"),
          "msg_type", List.of("telemetry", "heartbeat", "event"));

  private static final List<String> ODD =
      List.of(
          "",
          "%00",
          "%2F",
          "%C3%BC",
          "%FF",
          "a%20b",
          "..",
          "%2e%2e",
          "a;b=c",
          "*",
          "{x}",
          "x".repeat(129),
          "x".repeat(3_000),
          "a?b=c",
          "%",
          "%zz",
          "\u00fc");

  private static final List<String> HEADERS =
      List.of(
          "X-Provision-Token",
          "Idempotency-Key",
          "X-Request-Id",
          "Content-Encoding",
          "Content-Type",
          "Accept",
          "Expect",
          "Range",
          "If-None-Match",
          "Origin",
          "Cookie",
          "X-HTTP-Method-Override");

  private static final List<String> HEADER_VALUES =
      List.of(
          "secret",
          "application/json; charset=utf-16",
          "application/xml",
          "gzip",
          "gzip, gzip",
          "identity",
          "*/*",
          "text/html",
          "100-continue",
          "a=b; c",
          "\t",
          "\u0001",
          "\u00e9",
          "\"",
          "DELETE",
          "y".repeat(300),
          "y".repeat(8_200));

  private static final List<String> FRAGMENTS =
      List.of(
          "null",
          "1e400",
          "-0",
          "\"\\ud800\"",
          "\"\\u0000\"",
          "[[[[",
          "{}",
          "[]",
          "}",
          ",",
          "\"",
          "\"ts\":",
          "\"seq\":9223372036854775808",
          "\"messages\":",
          "1.5",
          "true",
          "\u0000",
          "é");

  private final List<String> paths = new ArrayList<>();
  private final Random random;

  RandomRequests(JsonNode document, long seed) {
    paths.addAll(document.path("paths").propertyNames());
    random = new Random(seed);
  }

  Ask next() {
    String path = path();
    String usual = path.startsWith("/ingest") ? "POST" : "GET";
    Ask ask = new Ask(random.nextInt(8) == 0 ? any(METHODS) : usual, path);
    if (random.nextInt(8) != 0) {
      ask.with("Content-Type", "application/json");
    }
    if (random.nextInt(4) != 0) {
      ask.with("X-Provision-Token", "secret");
    }
    ask.body(body(ask.path.endsWith("batch")));
    if (random.nextInt(6) == 0) {
      ask.zipped();
    }
    if (random.nextInt(12) == 0 && ask.body.length > 0) {
      ask.body[random.nextInt(ask.body.length)] = (byte) random.nextInt(256);
    }
    ask.chunked = random.nextInt(6) == 0;
    while (random.nextInt(3) == 0) {
      ask.with(any(HEADERS), any(HEADER_VALUES));
    }
    return ask;
  }

  private String path() {
    String path = paths.get(random.nextInt(10) < 6 ? 0 : random.nextInt(paths.size()));
    for (Map.Entry<String, List<String>> value : VALUES.entrySet()) {
      List<String> choice = random.nextInt(8) == 0 ? ODD : value.getValue();
      path = path.replace('{' + value.getKey() + '}', any(choice));
    }
    return switch (random.nextInt(40)) {
      case 0 -> path + '/';
      case 1 -> path + "?x=%zz&y";
      case 2 -> path.substring(0, random.nextInt(1, path.length()));
      case 3 -> '/' + path;
      default -> path;
    };
  }

  private String body(boolean batch) {
    String body = batch ? BatchRefusals.batch(List.of(message(), message())) : Ask.GOOD;
    if (random.nextBoolean()) {
      body = batch ? BatchRefusals.batch(List.of(BatchRefusals.GOOD_ITEM)) : message();
    }
    int cuts = Math.max(0, random.nextInt(4) - 1);
    for (int i = 0; i < cuts; i++) {
      int at = random.nextInt(body.length() + 1);
      int end = Math.min(body.length(), at + random.nextInt(4));
      body = body.substring(0, at) + any(FRAGMENTS) + body.substring(end);
    }
    return random.nextInt(50) == 0 ? body.repeat(100) : body;
  }

  private String message() {
    List<Refusal> refusals = Refusal.ofOneMessage();
    Ask one = refusals.get(random.nextInt(refusals.size())).ask();
    return one.headers.containsKey("Content-Encoding")
        ? Ask.GOOD
        : new String(one.body, StandardCharsets.UTF_8);
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
