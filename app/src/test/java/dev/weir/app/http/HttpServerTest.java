package dev.weir.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.app.config.HttpSettings;
import dev.weir.testkit.net.SelfSigned;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The endpoints of every role, asked over a real socket. */
final class HttpServerTest {

  private final HttpClient client = HttpClient.newHttpClient();

  private @Nullable Instant lastWriteAt;
  private Supplier<Optional<String>> database = Optional::empty;
  private Optional<String> nats = Optional.empty();
  private HttpServer server;

  @BeforeEach
  void start() throws BindException {
    server =
        HttpServer.start(
            at("127.0.0.1", 0),
            null,
            new OperationsRoutes(
                "weir",
                () -> new HealthSource.Figures(lastWriteAt, 4, 3, 2, 1),
                List.of(check("database", () -> database.get()), check("nats", () -> nats)),
                () -> "weir_up 1\n"));
  }

  @AfterEach
  void stop() {
    server.close();
    client.close();
  }

  @Test
  void healthTellsTheFigures() throws Exception {
    lastWriteAt = Instant.parse("2026-01-02T03:04:05.678901Z");

    HttpResponse<String> answer = send("GET", "/health");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
    assertThat(json(answer))
        .isEqualTo(
            JsonMapper.shared()
                .readTree(
                    """
                    {"status": "healthy", "service": "weir",
                     "last_write_at": "2026-01-02T03:04:05.678901Z",
                     "counters": {"messages_received": 4, "messages_written": 3,
                                  "messages_rejected": 2, "messages_duplicate": 1}}
                    """));
  }

  @Test
  void anObstacleMakesHealthDegradedAndReadyFail() throws Exception {
    database = () -> Optional.of("connection refused");
    nats = Optional.of("no server found");

    assertThat(json(send("GET", "/health")).get("status").asString()).isEqualTo("degraded");
    assertThat(json(send("GET", "/health")).get("last_write_at").isNull()).isTrue();
    HttpResponse<String> ready = send("GET", "/ready");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(json(ready).get("reason").asString())
        .isEqualTo("database: connection refused; nats: no server found");
    assertThat(json(ready).get("checks").get("nats").asString()).isEqualTo("no server found");
    assertThat(send("HEAD", "/ready").statusCode()).isEqualTo(503);
  }

  @Test
  void withoutObstacleItIsReady() throws Exception {
    HttpResponse<String> ready = send("GET", "/ready");

    assertThat(ready.statusCode()).isEqualTo(200);
    assertThat(ready.body()).isEqualTo("{\"status\":\"ready\"}");
  }

  @Test
  void metricsAreText() throws Exception {
    HttpResponse<String> answer = send("GET", "/metrics");

    assertThat(answer.body()).isEqualTo("weir_up 1\n");
    assertThat(answer.headers().firstValue("content-type").orElseThrow().replace(" ", ""))
        .isEqualToIgnoringCase("text/plain;version=0.0.4;charset=utf-8");
  }

  @Test
  void headIsAnsweredWithoutABody() throws Exception {
    HttpResponse<String> answer = send("HEAD", "/health");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void whatIsNotThereIsAProblem() throws Exception {
    assertProblem(send("GET", "/nothing"), 404, "Not Found");
    assertProblem(send("POST", "/nothing"), 404, "Not Found");
    assertProblem(send("POST", "/health"), 405, "Method Not Allowed");
    assertThat(send("POST", "/health").headers().firstValue("allow")).hasValue("GET, HEAD");
    assertProblem(send("DELETE", "/metrics"), 405, "Method Not Allowed");
  }

  @Test
  void whatIsNoRequestIsAProblemAndSaysNothingOfTheServer() throws Exception {
    String malformed = exchange("GET nowhere HTTP/1.1\r\nHost: x\r\n\r\n");
    String large =
        exchange("GET /health HTTP/1.1\r\nHost: x\r\nX: " + "y".repeat(9_000) + "\r\n\r\n");

    assertThat(malformed).startsWith("HTTP/1.1 400 ").contains("application/problem+json");
    assertThat(large).startsWith("HTTP/1.1 431 ").contains("application/problem+json");
    assertThat(malformed + large + send("GET", "/health").headers())
        .doesNotContainIgnoringCase("jetty")
        .doesNotContainIgnoringCase("javalin");
  }

  @Test
  void aPortInUseIsNamed() {
    HttpSettings taken = at("127.0.0.1", server.port());

    assertThatThrownBy(() -> HttpServer.start(taken, null, emptyRoutes()))
        .isInstanceOf(BindException.class)
        .hasMessage(
            "cannot listen on 127.0.0.1:%d (HTTP_HOST, HTTP_PORT): Address already in use",
            server.port());
  }

  @Test
  void anAddressOfSomebodyElseIsNamed() {
    assertThatThrownBy(() -> HttpServer.start(at("192.0.2.1", 0), null, emptyRoutes()))
        .isInstanceOf(BindException.class)
        .hasMessageStartingWith("cannot listen on 192.0.2.1:0 (HTTP_HOST, HTTP_PORT): ");
    assertThatThrownBy(() -> HttpServer.start(at("no.such.invalid", 0), null, emptyRoutes()))
        .isInstanceOf(BindException.class)
        .hasMessageStartingWith("cannot listen on no.such.invalid:0 (HTTP_HOST, HTTP_PORT): ");
  }

  @Test
  void aFaultOfOursIsAProblemThatTellsNothing() throws Exception {
    database =
        () -> {
          throw new IllegalStateException("a detail");
        };

    HttpResponse<String> answer = send("GET", "/ready");

    assertProblem(answer, 500, "Server Error");
    assertThat(answer.body()).doesNotContain("a detail");
  }

  @Test
  void afterTheEndNobodyAnswers() {
    server.close();

    assertThatThrownBy(() -> send("GET", "/health")).isInstanceOf(ConnectException.class);
  }

  @Test
  void speaksTlsAndHttp2WhereACertificateIsConfigured(@TempDir Path folder) throws Exception {
    SSLContext tls = SelfSigned.of(folder, "dns:localhost").context();
    HttpServer encrypted = HttpServer.start(at("127.0.0.1", 0), tls, emptyRoutes());
    try (HttpClient trusting = HttpClient.newBuilder().sslContext(tls).build()) {
      URI health = URI.create("https://localhost:" + encrypted.port() + "/health");
      HttpResponse<String> answer =
          trusting.send(
              HttpRequest.newBuilder(health).build(), HttpResponse.BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
    } finally {
      encrypted.close();
    }
  }

  private static HttpSettings at(String host, int port) {
    return new HttpSettings(host, port, 100, 100, 1 << 20, false, null, null);
  }

  private static OperationsRoutes emptyRoutes() {
    return new OperationsRoutes(
        "weir", () -> new HealthSource.Figures(null, 0, 0, 0, 0), List.of(), () -> "");
  }

  private static ReadinessCheck check(String name, Supplier<Optional<String>> obstacle) {
    return new ReadinessCheck() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Optional<String> obstacle() {
        return obstacle.get();
      }
    };
  }

  private HttpResponse<String> send(String method, String path)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
    return client.send(
        HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody()).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private String exchange(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return JsonMapper.shared().readTree(answer.body());
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String title) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(json(answer).get("status").asInt()).isEqualTo(status);
    assertThat(json(answer).get("title").asString()).isEqualTo(title);
  }
}
