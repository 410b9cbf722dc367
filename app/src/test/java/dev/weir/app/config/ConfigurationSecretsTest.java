package dev.weir.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.jetstream.NatsLogin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets come from files too, and show nowhere. */
final class ConfigurationSecretsTest {

  @TempDir private Path folder;

  @Test
  void nothingPrintedHoldsASecret() throws ConfigurationException {
    Configuration configuration =
        Configuration.from(
            Map.of(
                "NATS_URL", "nats://ann:hunter2@n1,nats://ann:hunter2@n2:4223",
                "DATABASE_URL",
                    "postgres://bob:hunter2@db/weir?sslpassword=hunter2&sslmode=require",
                "PG_PASS", "hunter2",
                "MQTT_USERNAME", "eve",
                "MQTT_PASSWORD", "hunter2"));

    assertThat(configuration.toString()).doesNotContain("hunter2");
    assertThat(configuration.shown())
        .containsEntry("NATS_URL", "nats://n1:4222, nats://n2:4223 login=***")
        .containsEntry(
            "DATABASE_URL",
            "jdbc:postgresql://db:5432/weir?sslpassword=***&sslmode=require user=bob password=***")
        .containsEntry("PG_PASS", "***")
        .containsEntry("MQTT_PASSWORD", "***")
        .containsEntry("BATCH_SIZE", "500")
        .containsEntry("NATS_CREDS", "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DATABASE_URL=postgres://bob:hun/ter2@db/weir",
        "DATABASE_URL=postgres://bob:hunter2%@db/weir",
        "DATABASE_URL=postgres://bob:hunter2@db:99999/weir",
        "DATABASE_URL=mysql://bob:hunter2@db/weir",
        "DATABASE_URL=bob:hunter2@db",
        "NATS_URL=nats://ann:hunter2@",
        "NATS_URL=nats://ann:hun,ter2@n1",
        "MQTT_URL=mqtt://eve:hunter2@broker/path",
      })
  void noFaultQuotesASecret(String assignment) {
    String[] parts = assignment.split("=", 2);

    assertThatThrownBy(() -> Configuration.from(Map.of(parts[0], parts[1])))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(parts[0])
        .hasMessageNotContaining("hunter2")
        .hasMessageNotContaining("ter2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3cret", "s3cret\n", "s3cret\r\n"})
  void aFileGivesTheSecretWithoutItsLineEnd(String contents) throws Exception {
    String file = file(contents).toString();

    Configuration configuration = Configuration.from(Map.of("PG_PASS_FILE", file));

    assertThat(configuration.database().url().password()).isEqualTo(new Secret("s3cret"));
  }

  @Test
  void everySecretHasAFileVariant() throws Exception {
    Map<String, String> environment = new HashMap<>();
    environment.put("NATS_URL_FILE", file("nats://tok@n1").toString());
    environment.put("DATABASE_URL_FILE", file("postgres://a:b@db/x").toString());
    environment.put("MQTT_URL_FILE", file("mqtt://broker").toString());
    environment.put("MQTT_USERNAME", "eve");
    environment.put("MQTT_PASSWORD_FILE", file(" spaces count ").toString());

    Configuration configuration = Configuration.from(environment);

    assertThat(configuration.nats().login()).isEqualTo(new NatsLogin.Token("tok"));
    assertThat(configuration.database().url().user()).isEqualTo("a");
    assertThat(configuration.mqtt().host()).isEqualTo("broker");
    assertThat(configuration.mqtt().password()).isEqualTo(new Secret(" spaces count "));
  }

  @Test
  void faultsOfFilesAreNamed() throws Exception {
    Path big = file("x".repeat(65_537));
    Path binary = folder.resolve("binary");
    Files.write(binary, new byte[] {(byte) 0xC3, (byte) 0x28});

    assertFault(
        Map.of("PG_PASS", "a", "PG_PASS_FILE", file("b").toString()),
        "PG_PASS and PG_PASS_FILE are both set; only one may be");
    assertFault(Map.of("PG_PASS_FILE", "/nowhere/pass"), "there is none, or it may not be read");
    assertFault(Map.of("PG_PASS_FILE", folder.toString()), "there is none, or it may not be read");
    assertFault(Map.of("PG_PASS_FILE", "\ud800"), "there is none, or it may not be read");
    assertFault(Map.of("PG_PASS_FILE", "/dev/zero"), "it has more than 65536 bytes");
    assertFault(Map.of("PG_PASS_FILE", file("\n").toString()), "it is empty");
    assertFault(Map.of("PG_PASS_FILE", big.toString()), "it has more than 65536 bytes");
    assertFault(Map.of("PG_PASS_FILE", binary.toString()), "it is not UTF-8");
  }

  private static void assertFault(Map<String, String> environment, String fault) {
    assertThatThrownBy(() -> Configuration.from(environment))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("PG_PASS")
        .hasMessageContaining(fault);
  }

  private Path file(String contents) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "secret", ""), contents);
  }
}
