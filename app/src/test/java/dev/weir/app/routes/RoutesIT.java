package dev.weir.app.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.delivery.signature.WebhookSignature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** From a reading to a webhook, and through the dead letters back again. */
final class RoutesIT extends RoutedTest {

  @Test
  void whatMatchesArrivesSignedAndWithoutItsToken() throws Exception {
    int from = next(10);
    String filter = "{\"temp_c\":{\"$gt\":" + (from + 4) + "},\"site_id\":\"s1\"}";
    JsonNode route =
        add("signed", "--webhook", webhook.url(), "--new-secret", "--payload-filter", filter);
    String secret = route.get("secret").stringValue();
    assertThat(secret).startsWith("whsec_");
    assertThat(route.get("destination_config").toString()).doesNotContain(secret).contains("***");

    stage.publish(from, from + 9);

    RouteStage.await("5 calls", () -> assertThat(webhook.calls).hasSize(5));
    for (Webhook.Call call : webhook.calls) {
      byte[] body = call.body().getBytes(StandardCharsets.UTF_8);
      long seconds = Long.parseLong(call.header("Webhook-timestamp"));
      assertThat(call.body())
          .contains("\"temp_c\"")
          .doesNotContain("provision_token", "secret-token");
      assertThat(call.header("Content-type")).isEqualTo("application/json");
      assertThat(call.header("Webhook-signature"))
          .isEqualTo(WebhookSignature.standard(call.id(), seconds, body, secret, null));
      assertThat(call.header("X-signature-256")).isEqualTo(WebhookSignature.ofBody(body, secret));
    }
    assertThat(webhook.calls.stream().map(Webhook.Call::id)).doesNotHaveDuplicates();
  }

  @Test
  void aRepeatFiresNothing() throws Exception {
    add("repeats", "--webhook", webhook.url());
    int one = next(1);
    stage.publish(one, one);
    RouteStage.await("a call", () -> assertThat(webhook.calls).hasSize(1));
    stage.publish(one, one); // the same reading once more, as a message of its own
    stage.awaitAccounted();
    int other = next(1);
    stage.publish(other, other);
    RouteStage.await("the next", () -> assertThat(webhook.calls).hasSizeGreaterThanOrEqualTo(2));
    assertThat(webhook.calls).hasSize(2);
  }

  @Test
  void aDeadLetterIsReplayedUnderItsOwnId() throws Exception {
    webhook.answerFromNowOn(call -> 400);
    long id =
        add("broken", "--webhook", webhook.url(), "--header", "X-Key: hunter2").get("id").asLong();
    int one = next(1);
    stage.publish(one, one);
    RouteStage.await("a dead letter", () -> assertThat(letters()).isEqualTo(List.of("FAILED|1|0")));
    assertThat(webhook.calls).hasSize(1); // what is refused for good is not tried again
    JsonNode letter = letter();
    assertThat(letter.get("error_message").stringValue()).contains("400");
    assertThat(letter.get("route_id").asLong()).isEqualTo(id);
    assertThat(letter.get("payload").get("seq").asInt()).isEqualTo(one);
    assertThat(letter.toString()).doesNotContain("hunter2", "provision_token");

    webhook.answerFromNowOn(call -> 204);
    assertThat(
            stage.ok("dlq", "replay", "--route", "" + id, "--json").json().get("published").asInt())
        .isEqualTo(1);

    RouteStage.await("the replay", () -> assertThat(webhook.calls).hasSize(2));
    assertThat(webhook.calls.get(1).id()).isEqualTo(webhook.calls.get(0).id());
    assertThat(letters()).isEqualTo(List.of("REPLAYED|1|1"));
    assertThat(letter().get("replayed_at").isNull()).isFalse();
  }

  @Test
  void whatFailsThriceIsADeadLetterAndAgainAfterItsReplay() throws Exception {
    webhook.answerFromNowOn(call -> 500);
    add("failing", "--webhook", webhook.url());
    int one = next(1);
    stage.publish(one, one);
    RouteStage.await("a dead letter", () -> assertThat(letters()).isEqualTo(List.of("FAILED|3|0")));
    stage.ok("dlq", "replay", "--tenant", "acme");
    RouteStage.await("once more", () -> assertThat(letters()).isEqualTo(List.of("FAILED|6|1")));
    assertThat(webhook.calls.stream().map(Webhook.Call::id).distinct()).hasSize(1);

    stage.ok("dlq", "discard", "--status", "failed");
    assertThat(letters()).isEqualTo(List.of("DISCARDED|6|1"));
  }

  @Test
  void aRouteIsHonouredAsItIsNow() throws Exception {
    long id = add("now", "--webhook", webhook.url()).get("id").asLong();
    int one = next(1);
    stage.publish(one, one);
    RouteStage.await("a call", () -> assertThat(webhook.calls).hasSize(1));
    stage.ok("route", "disable", "" + id);
    awaitForgotten();
    int other = next(1);
    stage.publish(other, other);
    stage.awaitAccounted();
    stage.ok("route", "enable", "" + id);
    awaitForgotten();
    int last = next(1);
    stage.publish(last, last);
    RouteStage.await("the last", () -> assertThat(webhook.calls).hasSizeGreaterThanOrEqualTo(2));
    assertThat(webhook.calls.get(1).body()).contains("\"seq\":" + last + ',');
  }

  @Test
  void aTestTellsAndSends() throws Exception {
    long id =
        add("tested", "--webhook", webhook.url(), "--topic-filter", "tenant/+/device/d1/#")
            .get("id")
            .asLong();
    String[] test = {"route", "test", "" + id, "--payload", "{\"a\":1}", "--json", "--topic"};
    assertThat(with(test, RouteStage.TOPIC).json().get("matches").asBoolean()).isTrue();
    RouteStage.Ran other = with(test, "tenant/acme/device/d2/telemetry");
    assertThat(other.exitCode()).isEqualTo(1);
    assertThat(other.json().get("reason").stringValue()).contains("topic_filter");
    assertThat(webhook.calls).isEmpty();

    test[5] = "--send";
    assertThat(with(test, RouteStage.TOPIC).exitCode()).isZero();
    assertThat(webhook.calls).hasSize(1);
    assertThat(webhook.calls.getFirst().body()).isEqualTo("{\"a\":1}");
  }

  @Test
  void wrongRoutesAreRefusedWithAllThatIsWrong() {
    RouteStage.Ran wrong =
        stage.run(
            "route",
            "add",
            "acme",
            "x",
            "--webhook",
            "ftp://x",
            "--method",
            "GET",
            "--topic-filter",
            "a#",
            "--payload-filter",
            "[]");
    assertThat(wrong.exitCode()).isEqualTo(64);
    assertThat(wrong.out())
        .contains("url must", "method must", "topic_filter must", "payload_filter must");
    assertThat(stage.run("route", "add", "nobody", "x", "--postgresql").out())
        .contains("there is no tenant nobody");
    assertThat(
            stage
                .run(
                    "route", "add", "acme", "x", "--mqtt", "tenant/{tenant_id}/device/x/{msg_type}")
                .out())
        .contains("come in again");
    assertThat(stage.run("route", "add", "acme", "x").out()).contains("a destination is missing");
  }

  @Test
  void whatTheOwnBrokerWouldBringBackIsRefusedWhenTheRouteIsMade() throws Exception {
    String loop = "by/tenant/{tenant_id}/device/x/{msg_type}";
    String own = add("own", "--mqtt", "out/{device_id}").get("id").asString();
    stage.environment.put("MQTT_IDENTITY_TOPIC_PREFIX", "by/");
    try {
      RouteStage.Ran added = stage.run("route", "add", "acme", "loop", "--mqtt", loop);
      assertThat(added.exitCode()).isEqualTo(64);
      assertThat(added.out()).contains("behind by/ (MQTT_IDENTITY_TOPIC_PREFIX)");
      assertThat(stage.run("route", "set", own, "--mqtt", loop).out()).contains("come in again");
      stage.ok("route", "set", own, "--mqtt", loop, "--broker", "mqtt://8.8.8.8");
    } finally {
      stage.environment.remove("MQTT_IDENTITY_TOPIC_PREFIX");
    }
  }

  private static RouteStage.Ran with(String[] args, String last) {
    String[] all = Arrays.copyOf(args, args.length + 1);
    all[args.length] = last;
    return stage.run(all);
  }

  private static JsonNode add(String name, String... options) throws IOException {
    String[] args =
        IntStream.range(0, options.length + 5)
            .mapToObj(i ->
                switch (i) {
                  case 0 -> "route";
                  case 1 -> "add";
                  case 2 -> "acme";
                  case 3 -> name;
                  default -> i == options.length + 4 ? "--json" : options[i - 4];
                })
            .toArray(String[]::new);
    JsonNode added = stage.ok(args).json();
    awaitForgotten();
    return added;
  }

  /** Until lanes and delivery have heard of a change: a notice takes less than a second. */
  private static void awaitForgotten() throws IOException {
    double before = changes();
    stage.database.execute("update message_routes set name = name || '.' where true");
    RouteStage.await("the notice", () -> assertThat(changes()).isGreaterThan(before));
  }

  private static double changes() throws IOException {
    return weir.metric("weir_changes_total{kind=\"route\"}");
  }

  private static List<String> letters() {
    return stage.database.rows("select status, attempts, replays from dead_letter_messages");
  }

  private static JsonNode letter() {
    long id = stage.database.number("select id from dead_letter_messages");
    return stage.ok("dlq", "show", "" + id, "--json").json();
  }
}
