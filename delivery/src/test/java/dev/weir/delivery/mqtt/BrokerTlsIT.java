package dev.weir.delivery.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.weir.delivery.destination.Outcome;
import dev.weir.testkit.mqtt.MosquittoProcess;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS to a broker: it is the name that counts, though the address is given. */
final class BrokerTlsIT {

  private static final Path MAKER = Path.of("../deploy/mosquitto/certificates.sh");

  @TempDir private Path folder;
  private @Nullable MosquittoProcess broker;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    certificates("ca");
    certificates("server", "broker.test");
    broker =
        MosquittoProcess.start(
            MosquittoProcess.OPEN
                + """
                listener @TLS_PORT@ 127.0.0.1
                allow_anonymous true
                cafile %1$s/ca.crt
                certfile %1$s/server.crt
                keyfile %1$s/server.key
                """
                    .formatted(folder));
  }

  @AfterEach
  void stop() {
    Objects.requireNonNull(broker).close();
  }

  @Test
  void theNameIsHeldAgainstTheCertificate() throws Exception {
    assertThat(publish("broker.test", trust())).isEqualTo(new Outcome.Delivered());
    assertThat(publish("other.test", trust()))
        .isInstanceOfSatisfying(
            Outcome.Failed.class, failed -> assertThat(failed.error()).contains("other.test"));
  }

  @Test
  void anAuthorityThatNobodyTrustsIsNotSpokenTo() throws InterruptedException {
    assertThat(publish("broker.test", null)).isInstanceOf(Outcome.Failed.class);
  }

  private Outcome publish(String host, @Nullable TrustManagerFactory trust)
      throws InterruptedException {
    int port = Objects.requireNonNull(broker).tlsPort();
    BrokerConnection connection =
        new BrokerConnection(
            new Broker(host, port, true, true, null, trust, "", ""),
            name -> List.of(InetAddress.getLoopbackAddress()),
            Duration.ofSeconds(5));
    try {
      return connection.publish(Mqtt5Publish.builder().topic("out/x").payload(new byte[1]).build());
    } finally {
      connection.close().join();
    }
  }

  private TrustManagerFactory trust() throws IOException, GeneralSecurityException {
    KeyStore authorities = KeyStore.getInstance("PKCS12");
    authorities.load(null, null);
    try (InputStream pem = Files.newInputStream(folder.resolve("ca.crt"))) {
      authorities.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(authorities);
    return trust;
  }

  private void certificates(String... arguments) throws IOException, InterruptedException {
    String[] command = new String[arguments.length + 2];
    command[0] = "bash";
    command[1] = MAKER.toString();
    System.arraycopy(arguments, 0, command, 2, arguments.length);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("CERTIFICATES", folder.toString());
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}
