package dev.weir.jetstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.core.message.Envelope;
import dev.weir.core.publish.OutboundMessage;
import dev.weir.core.stream.StreamReader;
import dev.weir.testkit.nats.TestNats;
import dev.weir.testkit.net.SelfSigned;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsIT {

  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir private Path folder;
  private SSLContext before;
  private TestNats server;

  @BeforeEach
  void start() throws Exception {
    before = SSLContext.getDefault();
    SelfSigned own = SelfSigned.of(folder, "dns:localhost");
    SSLContext.setDefault(SelfSigned.trusting(own));
    Path certificate = pem("CERTIFICATE", own.certificate().getEncoded());
    Path key = pem("PRIVATE KEY", own.key().getEncoded());
    server =
        TestNats.start("tls { cert_file: \"%s\", key_file: \"%s\" }".formatted(certificate, key));
  }

  @AfterEach
  void stop() {
    server.close();
    SSLContext.setDefault(before);
  }

  @Test
  void aServerThatStandsStillIsLeftInTime() throws Exception {
    try (NatsConnection connection = connect("localhost");
        NatsBatchPublisher publisher = new NatsBatchPublisher(connection)) {
      assertThat(connection.awaitConnected(SOON)).as(connection.reason()).isTrue();
      new StreamSetup(connection, StreamPlan.DEFAULTS.withPartitions(1)).apply();
      OutboundMessage first =
          OutboundMessage.envelopeForm("telemetry.0.t1", null, Fixture.bytes("{}"));
      assertThat(publisher.publish(List.of(first), SOON)).containsOnlyNulls();

      NatsBatchPublisherIT.assertThatItIsLeftInTime(server, publisher);
    }
  }

  @Test
  void publishesAndReads() throws Exception {
    try (NatsConnection connection = connect("localhost");
        TelemetryPublisher publisher = new TelemetryPublisher(connection, 10, SOON)) {
      assertThat(connection.awaitConnected(SOON)).as(connection.reason()).isTrue();
      new StreamSetup(connection, StreamPlan.DEFAULTS.withPartitions(1)).apply();
      publisher
          .publish(OutboundMessage.envelopeForm("telemetry.0.t1", null, Fixture.bytes("{}")))
          .join();

      List<Envelope> envelopes = new ArrayList<>();
      try (StreamReader reader = new NatsStreams(connection).open("TELEMETRY-0", 1, 10)) {
        assertThat(reader.read(envelopes, 10, SOON)).isEqualTo(1);
        assertThat(reader.read(envelopes, 10, Duration.ofSeconds(7))).isZero();
      }
    }
  }

  @Test
  void refusesAServerOfAnotherName() throws Exception {
    try (NatsConnection connection = connect("127.0.0.1")) {
      await().atMost(SOON).until(() -> connection.reason().contains("subject alternative names"));
      assertThat(connection.isConnected()).isFalse();
    }
  }

  private NatsConnection connect(String host) {
    return NatsConnection.start(
        NatsConfig.parse("tls://" + host + ':' + server.port(), null, "weir-test"));
  }

  private Path pem(String kind, byte[] encoded) throws Exception {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
    String text = "-----BEGIN " + kind + "-----\n" + base64 + "\n-----END " + kind + "-----\n";
    return Files.writeString(folder.resolve(kind.replace(' ', '-') + ".pem"), text);
  }
}
