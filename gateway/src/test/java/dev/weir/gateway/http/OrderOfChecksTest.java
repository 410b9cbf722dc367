package dev.weir.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.admission.Device;
import dev.weir.core.admission.DeviceKey;
import dev.weir.core.admission.Subscription;
import dev.weir.core.admission.TokenHash;
import dev.weir.core.admission.Validity;
import dev.weir.core.message.ProvisionToken;
import dev.weir.core.publish.PublishException;
import dev.weir.core.settings.Settings;
import dev.weir.core.settings.SettingsSnapshot;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Of two faults the first in the order of the checks is told, as by a lane. */
class OrderOfChecksTest {

  /** Faults in the order of the checks: what they put into the request. */
  private enum Fault {
    PAYLOAD_TOO_LARGE("\"pad\":\"" + "x".repeat(8_200) + '"'),
    BAD_TOPIC_FORMAT(null),
    INVALID_JSON("\"x\":?"),
    UNSUPPORTED_ENVELOPE_VERSION("\"version\":2"),
    TENANT_MISMATCH_TOPIC_VS_PAYLOAD("\"tenant_id\":\"x\""),
    DEVICE_MISMATCH_TOPIC_VS_PAYLOAD("\"device_id\":\"x\""),
    MISSING_SITE_ID("\"site_id\":null"),
    INVALID_TIMESTAMP("\"ts\":\"now\""),
    INVALID_SEQ("\"seq\":1.5"),
    METRIC_VALUE_INVALID("\"metrics\":{\"t\":[]}"),
    UNREGISTERED_DEVICE(null),
    TOKEN_NOT_SET_IN_REGISTRY(null),
    TOKEN_INVALID(null),
    DEVICE_REVOKED(null),
    SUBSCRIPTION_SUSPENDED(null),
    SITE_MISMATCH_REGISTRY_VS_PAYLOAD("\"site_id\":\"s2\""),
    RATE_LIMITED(null);

    final @Nullable String field;

    Fault(@Nullable String field) {
      this.field = field;
    }
  }

  private static final DeviceKey DEVICE = new DeviceKey("acme", "d1");

  private final HttpClient client = HttpClient.newHttpClient();
  private Stage stage;

  @BeforeEach
  void open() {
    stage = new Stage();
  }

  @AfterEach
  void close() {
    client.close();
    stage.close();
  }

  @Test
  void theFirstThatAppliesIsTold() throws Exception {
    List<String> wrong = new ArrayList<>();
    for (Fault first : Fault.values()) {
      for (Fault second : Fault.values()) {
        boolean both =
            first == Fault.MISSING_SITE_ID && second == Fault.SITE_MISMATCH_REGISTRY_VS_PAYLOAD;
        if (second.compareTo(first) >= 0 && !both) {
          String told = reason(send(List.of(first, second)));
          if (!told.equals(first.name())) {
            wrong.add(first + " and " + second + ": " + told);
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(stage.published).isEmpty();
  }

  /** So a sender who cannot publish uses up nothing. */
  @Test
  void aTokenIsGivenBackWhereNothingWasPublished() throws Exception {
    for (PublishException.Kind kind : PublishException.Kind.values()) {
      stage.failure = kind;
      for (int i = 0; i < 15; i++) {
        assertThat(send(List.of()).statusCode()).isEqualTo(503);
      }
    }
    stage.failure = null;
    HttpResponse<String> answer = send(List.of());
    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.headers().firstValue("ratelimit").orElseThrow()).contains("r=19;");
  }

  @Test
  void aBadIdempotencyKeyTakesNoToken() throws Exception {
    for (int i = 0; i < 30; i++) {
      assertThat(send(List.of(), "Idempotency-Key", "k".repeat(257)).statusCode()).isEqualTo(400);
    }
    assertThat(send(List.of()).statusCode()).isEqualTo(202);
  }

  @Test
  void withoutTheRegistryWhatIsWellFormedIsTakenIn() throws Exception {
    stage.registryIsAway = true;

    assertThat(send(List.of(Fault.TOKEN_INVALID)).statusCode()).isEqualTo(202);
    assertThat(reason(send(List.of(Fault.INVALID_SEQ)))).isEqualTo("INVALID_SEQ");
    assertThat(stage.refused).containsExactly("unchecked", "INVALID_SEQ");
    assertThat(stage.published).hasSize(1);
  }

  private HttpResponse<String> send(List<Fault> faults, String... headers) throws Exception {
    arrange(faults);
    StringBuilder body = new StringBuilder("{\"site_id\":\"s1\",\"metrics\":{\"t\":1}");
    faults.stream()
        .map(fault -> fault.field)
        .filter(field -> field != null)
        .distinct()
        .forEach(field -> body.append(',').append(field));
    String type = faults.contains(Fault.BAD_TOPIC_FORMAT) ? "log" : "telemetry";
    URI uri =
        URI.create(
            "http://127.0.0.1:%d/ingest/v1/tenant/acme/device/d1/%s"
                .formatted(stage.server.port(), type));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .header("X-Provision-Token", faults.contains(Fault.TOKEN_INVALID) ? "guess" : "secret")
            .POST(HttpRequest.BodyPublishers.ofString(body.append('}').toString()));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private void arrange(List<Fault> faults) {
    stage.devices.clear();
    if (!faults.contains(Fault.UNREGISTERED_DEVICE)) {
      stage.devices.put(
          DEVICE,
          new Device(
              "s1",
              faults.contains(Fault.DEVICE_REVOKED) ? "REVOKED" : Device.ACTIVE,
              faults.contains(Fault.TOKEN_NOT_SET_IN_REGISTRY)
                  ? null
                  : TokenHash.of(ProvisionToken.of("secret")),
              faults.contains(Fault.SUBSCRIPTION_SUSPENDED) ? "main" : null,
              List.of()));
    }
    stage.subscriptions.put(
        "main", new Subscription(Subscription.SUSPENDED, new Validity(0, Long.MAX_VALUE)));
    Settings slow = new Settings(5, 0.001, 0, 1_000, 8_192, 50, 128, 300, 2_592_000, true, 1_000);
    stage.settings =
        faults.contains(Fault.RATE_LIMITED)
            ? new SettingsSnapshot(slow, Map.of())
            : SettingsSnapshot.DEFAULTS;
  }

  private static String reason(HttpResponse<String> answer) {
    return JsonMapper.shared().readTree(answer.body()).path("reason").asString("");
  }
}
