package dev.weir.app.gateway;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a batch, or a message of it, is refused for. */
final class BatchRefusals {

  static final String GOOD_ITEM = item("acme", "other", "telemetry", "secret", Ask.GOOD);

  private BatchRefusals() {}

  /** Those of the batch as a whole. */
  static List<Refusal> ofTheWhole(int maxBytes) {
    return List.of(
        whole(413, "PAYLOAD_TOO_LARGE", "more than `HTTP_MAX_BATCH_BYTES`", large(maxBytes)),
        whole(413, "PAYLOAD_TOO_LARGE", "the same, in chunks", large(maxBytes).chunked()),
        whole(413, "PAYLOAD_TOO_LARGE", "the same once inflated", large(maxBytes).zipped()),
        whole(400, "INVALID_JSON", "no JSON", Ask.batch("{\"messages\":[")),
        whole(400, "INVALID_JSON", "no `messages`", Ask.batch("{}")),
        whole(400, "INVALID_JSON", "none in it", Ask.batch("{\"messages\":[]}")),
        whole(
            400,
            "INVALID_JSON",
            "more than 100 of them",
            Ask.batch("{\"messages\":[1" + ",1".repeat(100) + "]}")));
  }

  /** Messages of a batch by the reason of each: those of one message that fit in. */
  static Map<String, String> items() {
    Map<String, String> items = new LinkedHashMap<>();
    for (Refusal refusal : Refusal.ofOneMessage()) {
      Ask ask = refusal.ask();
      String body = new String(ask.body, StandardCharsets.UTF_8);
      boolean fits =
          body.startsWith("{")
              && body.endsWith("}")
              && !ask.headers.containsKey("Content-Encoding")
              && !ask.chunked
              && !refusal.reason().contains("MISMATCH_TOPIC");
      if (fits) {
        String[] path = ask.path.split("/", -1);
        String token = ask.headers.get("X-Provision-Token");
        items.putIfAbsent(refusal.reason(), item(path[4], path[6], path[7], token, body));
      }
    }
    return items;
  }

  static String batch(List<String> items) {
    return "{\"messages\":[" + String.join(",", items) + "]}";
  }

  /** The reasons of the results, empty for what was accepted; their indexes have to be in order. */
  static List<String> reasons(Answer answer) {
    List<String> reasons = new ArrayList<>();
    for (JsonNode result : answer.json().path("results")) {
      reasons.add(
          result.path("index").asInt() == reasons.size()
              ? result.path("reason").asString("")
              : "out of order");
    }
    return reasons;
  }

  static String item(
      String tenant, String device, String msgType, @Nullable String token, String payload) {
    String names =
        "{\"tenant_id\":\"%s\",\"device_id\":\"%s\",\"msg_type\":\"%s\","
            .formatted(tenant, device, msgType);
    return names
        + (token == null ? "" : "\"provision_token\":\"" + token + "\",")
        + payload.substring(1);
  }

  private static Refusal whole(int status, String reason, String name, Ask ask) {
    return new Refusal("batch", name, status, reason, ask);
  }

  private static Ask large(int maxBytes) {
    return Ask.batch("{\"x\":\"" + "x".repeat(maxBytes) + "\"}");
  }
}
