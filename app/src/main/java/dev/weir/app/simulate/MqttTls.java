package dev.weir.app.simulate;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import dev.weir.app.config.MqttSettings;
import dev.weir.gateway.tls.PemFiles;
import java.io.IOException;
import java.nio.file.Path;

/** How the fleet and its broker know each other, of the files that the configuration names. */
final class MqttTls {

  private MqttTls() {}

  /**
   * Reads the files.
   *
   * @throws IOException one of them is not what it should be
   */
  static MqttClientSslConfig of(MqttSettings broker) throws IOException {
    var config = MqttClientSslConfig.builder();
    Path authorities = broker.caCertificate();
    Path certificate = broker.clientCertificate();
    Path key = broker.clientKey();
    try {
      if (authorities != null) {
        config = config.trustManagerFactory(PemFiles.authorities(authorities));
      }
      if (certificate != null && key != null) {
        config =
            config.keyManagerFactory(
                PemFiles.identity(PemFiles.chain(certificate), PemFiles.privateKey(key)));
      }
      return config.build();
    } catch (IllegalArgumentException e) {
      throw new IOException("a file for TLS with the MQTT broker " + e.getMessage(), e);
    }
  }
}
