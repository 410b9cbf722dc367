package dev.weir.jetstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NatsConfigTest {

  @ParameterizedTest
  @CsvSource({
    "nats://iot-nats:4222, nats://iot-nats:4222",
    "iot_nats, nats://iot_nats:4222",
    "tls://nats.example:443/, tls://nats.example:443",
    "nats://[::1]:4222, nats://[::1]:4222",
    "nats://u:p@h:1, nats://h:1"
  })
  void readsAnAddress(String url, String address) {
    assertThat(parse(url).servers()).containsExactly(address);
  }

  @Test
  void readsSeveralServersWithOneLogin() {
    NatsConfig config = parse("nats://a@b:p%40ss%2C+@one, nats://two:5222");

    assertThat(config.servers()).containsExactly("nats://one:4222", "nats://two:5222");
    assertThat(config.login()).isEqualTo(new NatsLogin.UserPassword("a@b", "p@ss,+"));
    assertThat(config.toString() + config.describe()).doesNotContain("p@ss");
  }

  @Test
  void readsAToken() {
    NatsConfig config = parse("nats://s3cret@one");

    assertThat(config.login()).isEqualTo(new NatsLogin.Token("s3cret"));
    assertThat(config.toString()).doesNotContain("s3cret");
  }

  @Test
  void aCredentialsFileWins() {
    NatsConfig config = NatsConfig.parse("nats://u:p@one", Path.of("weir.creds"), "weir");

    assertThat(config.login()).isEqualTo(new NatsLogin.Credentials(Path.of("weir.creds")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nats://u:s3cret@",
        "http://u:s3cret@host",
        "nats://u:s3cret@host:0",
        "nats://u:s3cret@host:99999",
        "nats://u:s3cret%zz@host",
        "nats://u:s3cret@host,",
        "nats://u:s3cret@host,nats://u:other@host"
      })
  void refusesWithoutNamingASecret(String url) {
    assertThatThrownBy(() -> parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("s3cret")
        .hasNoCause();
  }

  private static NatsConfig parse(String urls) {
    return NatsConfig.parse(urls, null, "weir-test");
  }
}
