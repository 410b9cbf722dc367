package dev.weir.app.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.testkit.WeirProcess;
import io.nats.client.impl.Headers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the endpoints accept is stored, once, by lanes in the same process; rules that change. */
final class HttpArrivalIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Within which what is changed by SQL is in force; the machine may be busy. */
  private static final Duration AT_ONCE = Duration.ofSeconds(3);

  private static GatewayInstallation installation;
  private static WeirProcess weir;

  /** One that takes messages in without a token, and stores none. */
  private static WeirProcess other;

  @BeforeAll
  static void start() {
    installation = new GatewayInstallation();
    installation.environment.put("AUTO_PROVISION", "1");
    installation.environment.put("SETTINGS_POLL_SECONDS", "3600");
    installation.migrate();
    installation.register();
    installation.database.execute(
        """
        insert into device_registry (tenant_id, device_id, site_id, provision_token_hash)
        select 'acme', d, 's1', encode(sha256('secret'), 'hex') from unnest(array['http1', 'http2',
          'curl', 'batch', 'retry', 'unseen', 'guessed', 'sold', 'alone', 'twice']) d;
        insert into tenants (tenant_id) values ('auto'), ('few');
        insert into subscriptions (tenant_id, subscription_id, subscription_type, status, device_limit)
          values ('auto', 'main', 'MAIN', 'ACTIVE', 1);
        insert into device_registry (tenant_id, device_id, provision_token_hash)
        select 'few', d, encode(sha256('secret'), 'hex')
        from unnest(array['alone', 'twice', 'retry', 'large']) d;
        insert into tenant_settings values ('few', 'RATE_LIMIT_RPS', '0.001');
        """);
    weir = installation.start("ingest,http");
    installation.environment.put("REQUIRE_TOKEN", "0");
    other = installation.start("http");
    weir.awaitReady();
    other.awaitReady();
    await()
        .atMost(PATIENCE)
        .until(() -> weir.get("/metrics").body().contains("weir_notifications_working 1.0"));
  }

  @AfterAll
  static void stop() {
    other.close();
    weir.close();
    installation.close();
  }

  @Test
  void byteForByteWithTheTokenBeside() throws Exception {
    String body =
        " {\"site_id\" :\t\"s0\",\"site_id\":\"s1\",\n\"seq\":1,\"metrics\":{\"t\":1.50}} ";
    assertThat(send(weir, Ask.single("acme", "plain").body(body)).status()).isEqualTo(202);

    installation.lastOf(
        "acme",
        "plain",
        message -> {
          assertThat(new String(message.getData(), StandardCharsets.UTF_8)).isEqualTo(body);
          Headers headers = Objects.requireNonNull(message.getHeaders());
          assertThat(headers.getFirst("Weir-Provision-Token")).isEqualTo("secret");
          assertThat(headers.getFirst("Weir-Topic"))
              .isEqualTo("tenant/acme/device/plain/telemetry");
        });
    awaitRows("device_id = 'plain' and seq = 1", 1);
  }

  @Test
  void plainZippedInChunksKeptAliveAndPipelined() throws Exception {
    try (RawHttp http = new RawHttp(weir.port())) {
      http.write(alive(reading("http1", 1)).bytes());
      assertThat(http.answer(false).status()).isEqualTo(202);
      http.write(alive(reading("http1", 2)).zipped().bytes());
      http.write(alive(reading("http1", 3)).chunked().bytes());
      http.write(alive(reading("http1", 4)).zipped().chunked().bytes());
      for (int i = 0; i < 3; i++) {
        assertThat(http.answer(false).body()).contains("\"seq\":" + (i + 2));
      }
    }
    awaitRows("device_id = 'http1'", 4);
  }

  /** Of a first request with a body there is no upgrade; one without has it for all that follow. */
  @Test
  void http2ByUpgrade() throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      assertThat(
              client.send(http2("/health").build(), HttpResponse.BodyHandlers.ofString()).version())
          .isEqualTo(HttpClient.Version.HTTP_2);
      for (int seq = 0; seq < 3; seq++) {
        Ask ask = reading("http2", seq);
        HttpRequest.Builder request =
            http2(ask.path)
                .header("Content-Type", "application/json")
                .header("X-Provision-Token", "secret")
                .POST(HttpRequest.BodyPublishers.ofByteArray(ask.body));
        HttpResponse<String> answer =
            client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
      }
    }
    awaitRows("device_id = 'http2'", 3);
  }

  @Test
  void theGoodOnesOfABatch() throws Exception {
    List<String> items = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      String payload = "{\"site_id\":\"s1\",\"seq\":" + i + ",\"metrics\":{\"t\":1}}";
      String device = i % 10 == 0 ? "revoked" : "batch";
      items.add(BatchRefusals.item("acme", device, "telemetry", "secret", payload));
    }
    Answer answer = send(weir, Ask.batch(BatchRefusals.batch(items)).zipped());
    assertThat(answer.json().path("accepted").asInt()).isEqualTo(90);
    assertThat(BatchRefusals.reasons(answer)).filteredOn(String::isEmpty).hasSize(90);

    Ask keyed = Ask.batch(BatchRefusals.batch(List.of(BatchRefusals.GOOD_ITEM)));
    send(weir, keyed.with("Idempotency-Key", "b"));
    send(weir, keyed);
    awaitRows("device_id = 'batch'", 90);
    awaitRows("device_id = 'other'", 1);
  }

  @Test
  void whatComesAgainIsStoredOnce() throws Exception {
    for (int i = 0; i < 2; i++) {
      send(weir, reading("retry", 1)); // known by its seq, though it has no time
      send(weir, Ask.single("acme", "retry").with("Idempotency-Key", "k"));
      send(weir, Ask.single("few", "retry").with("Idempotency-Key", "k"));
    }
    awaitRows("tenant_id = 'acme' and device_id = 'retry' and seq is null", 1);
    awaitRows("tenant_id = 'acme' and device_id = 'retry' and seq = 1", 1);
    awaitRows("tenant_id = 'few' and device_id = 'retry'", 1);
    send(weir, Ask.single("acme", "retry"));
    awaitRows("tenant_id = 'acme' and device_id = 'retry' and seq is null", 2);
  }

  @Test
  void rulesThatChangeAreInForceAtOnce() throws Exception {
    assertThat(send(weir, Ask.single("acme", "sold")).status()).isEqualTo(202);
    installation.database.execute(
        "update device_registry set status = 'REVOKED' where device_id = 'sold'");
    awaitAnswer(Ask.single("acme", "sold"), "DEVICE_REVOKED");
    assertThat(send(weir, Ask.single("few", "large")).status()).isEqualTo(202);
    installation.database.execute(
        "insert into tenant_settings values ('few', 'MAX_PAYLOAD_BYTES', '30')");
    awaitAnswer(Ask.single("few", "large"), "PAYLOAD_TOO_LARGE");
    installation.database.execute(
        "delete from tenant_settings where tenant_id = 'few' and key = 'MAX_PAYLOAD_BYTES'");
    await().atMost(AT_ONCE).until(() -> send(weir, Ask.single("few", "large")).status() == 202);
  }

  @Test
  void aBurstIsGrantedByOneGatewayAndJudgedByTheLane() throws Exception {
    assertThat(burst(weir, "alone")).isEqualTo(20);
    assertThat(burst(weir, "twice") + burst(other, "twice")).isEqualTo(40);
    awaitRows("tenant_id = 'few' and device_id = 'alone'", 20);
    awaitRows("tenant_id = 'few' and device_id = 'twice'", 20);
    awaitRefusals("twice", "RATE_LIMITED", 20);
    assertThat(refusals("alone")).isEmpty();
  }

  @Test
  void devicesRegisterThemselvesWhileThereIsRoom() throws Exception {
    assertThat(send(weir, Ask.single("auto", "first")).status()).isEqualTo(202);
    awaitRows("tenant_id = 'auto'", 1);
    assertThat(send(weir, Ask.single("auto", "second")).reason())
        .isEqualTo("NO_SUBSCRIPTION_CAPACITY");
    assertThat(send(weir, Ask.single("auto", "first")).status()).isEqualTo(202);
    assertThat(
            installation.database.rows(
                "select device_id from device_registry where tenant_id = 'auto'"))
        .containsExactly("first");
    Ask bare = Ask.single("acme", "tokenless").without("X-Provision-Token");
    assertThat(send(other, bare).status()).as("REQUIRE_TOKEN=0").isEqualTo(202);
    awaitRefusals("tokenless", "TOKEN_NOT_SET_IN_REGISTRY", 1);
  }

  @Test
  void withoutItsDatabaseItTakesInAndLanesJudgeLater() throws Exception {
    installation.database.allowConnections(false);
    try {
      long started = System.nanoTime();
      assertThat(send(weir, Ask.single("acme", "unseen")).status()).isEqualTo(202);
      Ask guess = Ask.single("acme", "guessed").with("X-Provision-Token", "guess");
      assertThat(send(weir, guess).status()).isEqualTo(202);
      System.out.printf("two unchecked within %d ms%n", (System.nanoTime() - started) / 1_000_000);
      assertThat(weir.get("/metrics").body()).contains("weir_http_unchecked_messages_total 2.0");
    } finally {
      installation.database.allowConnections(true);
    }
    awaitRows("device_id = 'unseen'", 1);
    awaitRefusals("guessed", "TOKEN_INVALID", 1);
    weir.awaitReady();
    // for a moment more the registry is not asked: other tests are about its answers
    AtomicInteger strangers = new AtomicInteger();
    await()
        .atMost(PATIENCE)
        .until(() ->
            send(weir, Ask.single("acme", "stranger-" + strangers.incrementAndGet())).status()
                != 202);
  }

  /** How many of 25 messages were accepted; the rest has to be told when to come back. */
  private static int burst(WeirProcess gateway, String device) throws IOException {
    int accepted = 0;
    for (int i = 0; i < 25; i++) {
      Answer answer = send(gateway, Ask.single("few", device));
      boolean limited = accepted == 20;
      assertThat(answer.status()).as("message %d: %s", i, answer).isEqualTo(limited ? 429 : 202);
      accepted += limited ? 0 : 1;
      assertThat(answer.header("ratelimit")).startsWith("\"device\";r=" + (20 - accepted) + ";t=");
      assertThat(answer.header("retry-after") != null).isEqualTo(limited);
    }
    return accepted;
  }

  private static Ask reading(String device, int seq) {
    return Ask.single("acme", device)
        .body("{\"site_id\":\"s1\",\"seq\":" + seq + ",\"metrics\":{\"t\":1}}");
  }

  private static Ask alive(Ask ask) {
    return ask.without("Connection");
  }

  private static HttpRequest.Builder http2(String path) {
    URI uri = URI.create("http://127.0.0.1:" + weir.port() + path);
    return HttpRequest.newBuilder(uri).version(HttpClient.Version.HTTP_2);
  }

  private static Answer send(WeirProcess gateway, Ask ask) throws IOException {
    return RawHttp.send(gateway.port(), ask);
  }

  private static void awaitAnswer(Ask ask, String reason) {
    await()
        .atMost(AT_ONCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> send(weir, ask).body().contains(reason));
  }

  private static void awaitRows(String condition, int count) {
    await(condition)
        .atMost(PATIENCE)
        .until(() ->
            installation.database.number("select count(*) from telemetry where " + condition)
                == count);
  }

  private static void awaitRefusals(String device, String reason, int count) {
    await(device)
        .atMost(PATIENCE)
        .until(() -> refusals(device).equals(List.of(reason + '|' + count)));
  }

  private static List<String> refusals(String device) {
    return installation.database.rows(
        "select reason, count(*) from quarantine_events where device_id = '"
            + device
            + "' group by 1");
  }
}
