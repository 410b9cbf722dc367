package dev.weir.app.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an MQTT broker is.
 *
 * @param user null where the URL names none
 */
record MqttUrl(boolean tls, String host, int port, @Nullable String user, Secret password) {

  private static final List<String> SCHEMES = List.of("mqtt", "mqtts");
  private static final int PLAIN_PORT = 1883;
  private static final int TLS_PORT = 8883;

  static MqttUrl parse(String text) throws BadValueException {
    ServerUrl url = ServerUrl.parse(text, SCHEMES);
    if (url.hosts().size() > 1) {
      throw new BadValueException("names more than one broker");
    }
    if (!url.path().isEmpty() || !url.query().isEmpty()) {
      throw new BadValueException("has something after the port");
    }
    boolean tls = url.scheme().equals("mqtts");
    var server = url.hosts().getFirst();
    int port = server.port() != 0 ? server.port() : tls ? TLS_PORT : PLAIN_PORT;
    String password = url.password();
    return new MqttUrl(
        tls,
        server.host(),
        port,
        url.user(),
        password == null ? Secret.NONE : new Secret(password));
  }

  @Override
  public String toString() {
    String who = user == null ? "" : user + ':' + Secret.MASK + '@';
    return (tls ? "mqtts://" : "mqtt://")
        + who
        + new ServerUrl.HostPort(host, port).withDefaultPort(port);
  }

  /** {@code MQTT_URL}. */
  record Type() implements ValueType<MqttUrl> {
    @Override
    public MqttUrl parse(String text) throws BadValueException {
      return MqttUrl.parse(text);
    }

    @Override
    public String expected() {
      return "mqtt://host:1883, or mqtts://host:8883 for TLS, with user:password@ before the host"
          + " if MQTT_USERNAME is not set";
    }
  }
}
