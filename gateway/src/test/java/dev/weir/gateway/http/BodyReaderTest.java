package dev.weir.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies and headers at their bounds. Where the registry is away, what is well formed is 202. */
class BodyReaderTest {

  private static final int MAX = 8_192;

  private static Stage stage;

  @BeforeAll
  static void open() {
    stage = new Stage();
    stage.registryIsAway = true;
  }

  @BeforeEach
  void forget() {
    stage.published.clear();
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 1_023, 1_024, 1_025, 4_096, MAX - 1, MAX})
  void anySizeUpToTheBoundArrivesWhole(int size) throws Exception {
    byte[] body = sized(size);

    assertThat(send(body)).isEqualTo(202);
    assertThat(last()).isEqualTo(body);
    assertThat(send(zipped(body), "Content-Encoding", "GZIP")).isEqualTo(202);
    assertThat(last()).isEqualTo(body);
  }

  @ParameterizedTest
  @ValueSource(ints = {MAX + 1, MAX + 2, 3 * MAX, 1_000_000})
  void anyLargerIsRefused(int size) throws Exception {
    assertThat(send(sized(size))).isEqualTo(413);
    assertThat(send(zipped(sized(size)), "Content-Encoding", "gzip")).isEqualTo(413);
  }

  @Test
  void gzipThatIsNoneOrNotWholeIsRefused() throws Exception {
    byte[] zipped = zipped(sized(500));

    for (int length = 0; length < zipped.length; length++) {
      assertThat(send(Arrays.copyOf(zipped, length), "Content-Encoding", "gzip"))
          .as("%d bytes", length)
          .isEqualTo(400);
    }
    zipped[zipped.length - 6] ^= 1; // its checksum
    assertThat(send(zipped, "Content-Encoding", "gzip")).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "Content-Type, application/json, 202",
    "Content-Type, Application/JSON ; charset=utf-8, 202",
    "Content-Type, application/x-www-form-urlencoded, 415",
    "Content-Type, application/jsonx, 415",
    "Content-Type, application/problem+json, 415",
    "Content-Encoding, identity, 202",
    "Content-Encoding, br, 415",
    "Content-Encoding, 'gzip, gzip', 415",
    "X-Provision-Token, a b~, 202",
    "Idempotency-Key, a b~, 202",
    "X-Request-Id, a b, 202"
  })
  void headersAreTakenAsTheyMean(String name, String value, int status) throws Exception {
    assertThat(send(sized(100), name, value)).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "X-Provision-Token, 1024, 202",
    "X-Provision-Token, 1025, 400",
    "Idempotency-Key, 256, 202",
    "Idempotency-Key, 257, 400"
  })
  void headersHaveBounds(String name, int length, int status) throws Exception {
    assertThat(send(sized(100), name, "x".repeat(length))).isEqualTo(status);
  }

  /** The client's own name for a request where it is one, else one that is made. */
  @ParameterizedTest
  @CsvSource({
    "abc-1, true",
    "a b, false",
    "'a\"b', false",
    "a\\b, false",
    "~!, true",
  })
  void aRequestHasAName(String given, boolean kept) throws Exception {
    String name =
        exchange(sized(100), "X-Request-Id", given)
            .headers()
            .firstValue("x-request-id")
            .orElseThrow();

    assertThat(name.equals(given)).isEqualTo(kept);
    assertThat(name).matches(kept ? ".+" : "[0-9a-f]{16}");
  }

  private static int send(byte[] body, String... headers) throws Exception {
    return exchange(body, headers).statusCode();
  }

  private static HttpResponse<String> exchange(byte[] body, String... headers) throws Exception {
    URI uri =
        URI.create(
            "http://127.0.0.1:%d/ingest/v1/tenant/acme/device/d1/telemetry"
                .formatted(stage.server.port()));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).POST(BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    // a connection may be closed after a refusal, and the client not have heard of it yet
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  private static byte[] last() {
    byte[] body = stage.published.remove().body();
    assertThat(stage.published).isEmpty();
    return body;
  }

  private static byte[] sized(int bytes) {
    String start = "{\"site_id\":\"s1\",\"metrics\":{\"t\":1},\"x\":\"";
    String text = start + "x".repeat(Math.max(0, bytes - start.length() - 2)) + "\"}";
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] zipped(byte[] body) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream output = new GZIPOutputStream(zipped)) {
      output.write(body);
    }
    return zipped.toByteArray();
  }
}
