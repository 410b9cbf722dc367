package dev.weir.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.admission.Device;
import dev.weir.core.admission.DeviceKey;
import dev.weir.core.admission.TokenHash;
import dev.weir.core.message.ProvisionToken;
import dev.weir.core.publish.OutboundMessage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a batch that was not taken whole is told, and what names its messages if they come again.
 */
class SendingAgainTest {

  private static final String SECRET = "secret";

  private final HttpClient client = HttpClient.newHttpClient();
  private Stage stage;

  @BeforeEach
  void open() {
    stage = new Stage();
    stage.devices.put(
        new DeviceKey("acme", "d1"),
        new Device("s1", Device.ACTIVE, TokenHash.of(ProvisionToken.of(SECRET)), null, List.of()));
  }

  @AfterEach
  void close() {
    client.close();
    stage.close();
  }

  @Test
  void theRestOfABatchUnderItsKeyIsNotTakenForItsBeginning() throws Exception {
    stage.roomInTheStreams = 2;
    assertThat(send(item(1, SECRET), item(2, SECRET), item(3, SECRET)).statusCode()).isEqualTo(202);
    stage.roomInTheStreams = Integer.MAX_VALUE;
    assertThat(send(item(3, SECRET)).statusCode()).isEqualTo(202);
    assertThat(ids()).hasSize(3).doesNotHaveDuplicates();

    assertThat(send(item(1, SECRET), item(2, SECRET), item(3, SECRET)).statusCode()).isEqualTo(202);
    assertThat(ids().subList(3, 6)).containsExactlyElementsOf(ids().subList(0, 3));
  }

  @Test
  void theSameItemTwiceInABatchIsTwoMessages() throws Exception {
    send(item(1, SECRET), item(1, SECRET));
    send(item(1, SECRET), item(1, SECRET));

    assertThat(ids().subList(0, 2)).doesNotHaveDuplicates();
    assertThat(ids().subList(2, 4)).containsExactlyElementsOf(ids().subList(0, 2));
  }

  @Test
  void anUncheckedMessageWithAnotherTokenDoesNotStandForTheDevices() throws Exception {
    stage.registryIsAway = true;
    post("tenant/acme/device/d1/telemetry", single("guess"));
    post("tenant/acme/device/d1/telemetry", single(SECRET));

    assertThat(ids()).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void aBatchOfWhichNothingWasTakenComesAgain() throws Exception {
    stage.roomInTheStreams = 0;
    HttpResponse<String> answer = send(item(1, SECRET), item(2, "guess"));

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("retry-after")).contains("1");
    stage.roomInTheStreams = 1;
    assertThat(send(item(1, SECRET), item(2, SECRET), item(3, "guess")).statusCode())
        .isEqualTo(202);
  }

  @Test
  void whatIsInMemoryIsJudgedThoughTheRegistryIsAway() throws Exception {
    stage.registryIsAway = true;
    stage.registryIsInMemory = true;
    assertThat(send(item(1, "guess")).statusCode()).isEqualTo(400);

    String stranger = item(2, SECRET).replace("\"d1\"", "\"d2\"");
    assertThat(send(item(1, "guess"), stranger).body()).contains("TOKEN_INVALID");
    assertThat(stage.published).hasSize(1);
    assertThat(stage.refused).containsExactly("TOKEN_INVALID", "unchecked", "TOKEN_INVALID");
  }

  @Test
  void soManyAreLetThroughUncheckedAndNoMore() throws Exception {
    stage.registryIsAway = true;
    String[] items = IntStream.range(0, 100).mapToObj(i -> item(i, "guess")).toArray(String[]::new);
    long begun = System.nanoTime();
    for (int i = 0; i < 50; i++) {
      send(items);
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    assertThat((long) stage.published.size()).isBetween(1_000L, 1_001 + millis);
  }

  /** Together they take more than there is. */
  @Test
  void memoryForBodiesComesBack() throws Exception {
    String large = "{\"messages\":[],\"x\":\"" + "x".repeat(90_000) + "\"}";
    for (int i = 0; i < 30; i++) {
      assertThat(post("batch", large).statusCode()).isEqualTo(400);
    }
  }

  private List<String> ids() {
    return stage.published.stream().map(OutboundMessage::messageId).toList();
  }

  private static String item(int seq, String token) {
    return "{\"tenant_id\":\"acme\",\"device_id\":\"d1\",\"msg_type\":\"telemetry\",\"seq\":%d,%s"
        .formatted(seq, single(token).substring(1));
  }

  private static String single(String token) {
    return "{\"site_id\":\"s1\",\"metrics\":{\"t\":1},\"provision_token\":\"" + token + "\"}";
  }

  private HttpResponse<String> send(String... items) throws Exception {
    return post("batch", "{\"messages\":[" + String.join(",", items) + "]}");
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    URI uri = URI.create("http://127.0.0.1:%d/ingest/v1/%s".formatted(stage.server.port(), path));
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Idempotency-Key", "key")
            .POST(BodyPublishers.ofString(body))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }
}
