package dev.weir.app.serve;

import dev.weir.app.config.BridgeSettings;
import dev.weir.app.config.MqttSettings;
import dev.weir.app.config.MqttVersion;
import dev.weir.gateway.mqtt.BrokerConfig;
import dev.weir.gateway.mqtt.BrokerTls;
import java.nio.file.Path;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Makes of the configuration what the bridge connects with; reads certificates and keys. */
final class BrokerSettings {

  private BrokerSettings() {}

  /**
   * Reads the files.
   *
   * @throws StartupException one of them is not what it should be
   */
  static BrokerConfig toConfig(MqttSettings mqtt) {
    BridgeSettings bridge = mqtt.bridge();
    return new BrokerConfig(
        bridge.version() == MqttVersion.V5,
        mqtt.host(),
        mqtt.port(),
        mqtt.username(),
        mqtt.password().reveal(),
        mqtt.tls() ? tls(mqtt) : null,
        bridge.receiveMaximum(),
        bridge.sessionExpiry(),
        bridge.keepAlive());
  }

  private static BrokerTls tls(MqttSettings mqtt) {
    return new BrokerTls(keys(mqtt), trust(mqtt.caCertificate()));
  }

  private static @Nullable TrustManagerFactory trust(@Nullable Path authorities) {
    return authorities == null ? null : TlsFiles.authorities("MQTT_CA_CERT", authorities);
  }

  private static @Nullable KeyManagerFactory keys(MqttSettings mqtt) {
    Path certificate = mqtt.clientCertificate();
    Path key = mqtt.clientKey();
    return certificate == null || key == null
        ? null
        : TlsFiles.identity("MQTT_CLIENT_CERT", certificate, "MQTT_CLIENT_KEY", key);
  }
}
