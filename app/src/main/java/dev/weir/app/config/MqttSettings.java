package dev.weir.app.config;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which MQTT broker, and who connects.
 *
 * @param username empty where nobody logs in
 * @param caCertificate PEM; null for the JDK's own authorities
 * @param clientCertificate PEM; null where none is shown to the broker
 * @param clientKey PEM; there if and only if the certificate is
 * @param bridge what the bridge does there
 */
public record MqttSettings(
    boolean tls,
    String host,
    int port,
    String username,
    Secret password,
    @Nullable Path caCertificate,
    @Nullable Path clientCertificate,
    @Nullable Path clientKey,
    BridgeSettings bridge) {

  static final Variable<MqttUrl> MQTT_URL =
      Variable.secret("MQTT_URL", new MqttUrl.Type(), "mqtt://iot-mqtt:1883", "the broker");
  static final Variable<String> MQTT_USERNAME =
      Variable.optional("MQTT_USERNAME", Types.text(), "who logs in at the broker");
  static final Variable<Secret> MQTT_PASSWORD =
      Variable.secret("MQTT_PASSWORD", Types.secret(), "", "the password of `MQTT_USERNAME`");
  static final Variable<Path> MQTT_CA_CERT =
      Variable.optional(
          "MQTT_CA_CERT",
          Types.file(),
          "PEM; who signed the broker's certificate, else the JDK's list");
  static final Variable<Path> MQTT_CLIENT_CERT =
      Variable.optional("MQTT_CLIENT_CERT", Types.file(), "PEM; shown to the broker");
  static final Variable<Path> MQTT_CLIENT_KEY =
      Variable.optional("MQTT_CLIENT_KEY", Types.file(), "PEM; the key of `MQTT_CLIENT_CERT`");

  static final VariableGroup VARIABLES =
      new VariableGroup(
          "MQTT",
          Stream.concat(
                  Stream.of(
                      MQTT_URL,
                      MQTT_USERNAME,
                      MQTT_PASSWORD,
                      MQTT_CA_CERT,
                      MQTT_CLIENT_CERT,
                      MQTT_CLIENT_KEY),
                  BridgeSettings.VARIABLES.stream())
              .toList());

  static MqttSettings from(Values values) {
    MqttUrl url = values.get(MQTT_URL);
    checkIdentity(values, url);
    boolean fromUrl = url.user() != null;
    return new MqttSettings(
        url.tls(),
        url.host(),
        url.port(),
        values.getOr(MQTT_USERNAME, url.user() == null ? "" : url.user()),
        fromUrl ? url.password() : values.getOr(MQTT_PASSWORD, Secret.NONE),
        values.find(MQTT_CA_CERT),
        values.find(MQTT_CLIENT_CERT),
        values.find(MQTT_CLIENT_KEY),
        BridgeSettings.from(values));
  }

  private static void checkIdentity(Values values, MqttUrl url) {
    values.require(
        url.user() == null || !values.isSet(MQTT_USERNAME),
        MQTT_USERNAME,
        MQTT_URL,
        "is set, and MQTT_URL names a user",
        "empty, or MQTT_URL without user and password");
    values.require(
        !values.isSet(MQTT_PASSWORD) || values.isSet(MQTT_USERNAME),
        MQTT_PASSWORD,
        MQTT_USERNAME,
        "is set without MQTT_USERNAME",
        "empty, or MQTT_USERNAME set as well");
    values.require(
        values.isSet(MQTT_CLIENT_CERT) == values.isSet(MQTT_CLIENT_KEY),
        values.isSet(MQTT_CLIENT_CERT) ? MQTT_CLIENT_KEY : MQTT_CLIENT_CERT,
        values.isSet(MQTT_CLIENT_CERT) ? MQTT_CLIENT_CERT : MQTT_CLIENT_KEY,
        "is not set",
        "set: a client certificate and its key go together");
  }
}
