package dev.weir.app.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CurlIT {

  private static final String STATUS = "\n%{http_code} over HTTP/%{http_version}";

  private final Program curl = new Program("curl");
  private ClientStage stage;

  @BeforeAll
  void start() {
    stage = new ClientStage("single", "batched", "second", "refused");
  }

  @AfterAll
  void stop() {
    stage.close();
  }

  @Test
  void aMessageIsARow() throws Exception {
    String answer = post("single", ClientStage.TOKEN, "--http1.1");

    assertThat(answer)
        .contains("\"status\":\"accepted\"", "\"seq\":1")
        .endsWith("202 over HTTP/1.1");
    stage.awaitRows("single", 1);
  }

  @Test
  void http2NeedsNoEncryption() throws Exception {
    assertThat(post("second", ClientStage.TOKEN, "--http2-prior-knowledge"))
        .endsWith("202 over HTTP/2");
    stage.awaitRows("second", 1);
  }

  @Test
  void aBatchMayBeCompressed(@TempDir Path folder) throws Exception {
    Path body = folder.resolve("batch.json.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(body))) {
      out.write(batch(20).getBytes(StandardCharsets.UTF_8));
    }
    String answer =
        curl.run(
            "-sS",
            "-w",
            STATUS,
            "-H",
            "Content-Type: application/json",
            "-H",
            "Content-Encoding: gzip",
            "--data-binary",
            "@" + body,
            stage.url() + "/ingest/v1/batch");

    assertThat(answer).contains("\"accepted\":20", "\"rejected\":0").contains("\n202 over");
    stage.awaitRows("batched", 20);
  }

  @Test
  void aRefusalIsToldAtOnce() throws Exception {
    assertThat(post("refused", "not-the-token", "--http1.1"))
        .contains("\"reason\":\"TOKEN_INVALID\"")
        .endsWith("401 over HTTP/1.1");
    assertThat(stage.number("select count(*) from telemetry where device_id = 'refused'")).isZero();
  }

  @Test
  void aDeviceThatNobodyKnowsIsNotFound() throws Exception {
    assertThat(post("stranger", ClientStage.TOKEN, "--http1.1"))
        .contains("\"reason\":\"UNREGISTERED_DEVICE\"")
        .endsWith("404 over HTTP/1.1");
  }

  private String post(String device, String token, String version)
      throws IOException, InterruptedException {
    return curl.run(
        "-sS",
        version,
        "-w",
        STATUS,
        "-H",
        "Content-Type: application/json",
        "-H",
        "X-Provision-Token: " + token,
        "-d",
        "{\"site_id\":\"s1\",\"seq\":1,\"metrics\":{\"temp_c\":21.5}}",
        stage.url() + "/ingest/v1/tenant/acme/device/" + device + "/telemetry");
  }

  private static String batch(int messages) {
    return IntStream.rangeClosed(1, messages)
        .mapToObj(CurlIT::message)
        .collect(Collectors.joining(",", "{\"messages\":[", "]}"));
  }

  private static String message(int seq) {
    return """
    {"tenant_id":"acme","device_id":"batched","msg_type":"telemetry","provision_token":"%s",
     "site_id":"s1","seq":%d,"metrics":{"temp_c":21.5}}
    """
        .formatted(ClientStage.TOKEN, seq);
  }
}
