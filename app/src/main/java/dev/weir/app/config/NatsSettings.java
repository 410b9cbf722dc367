package dev.weir.app.config;

import dev.weir.jetstream.NatsConfig;
import dev.weir.jetstream.NatsLogin;
import java.nio.file.Path;
import java.util.List;

/** Which NATS servers, and who connects. */
public record NatsSettings(List<String> servers, NatsLogin login) {

  static final Variable<NatsConfig> NATS_URL =
      Variable.secret("NATS_URL", new Servers(), "nats://iot-nats:4222", "servers of one cluster");
  static final Variable<Path> NATS_CREDS =
      Variable.optional("NATS_CREDS", Types.file(), "a credentials file (JWT and key)");

  static final VariableGroup VARIABLES = VariableGroup.of("NATS", NATS_URL, NATS_CREDS);

  public NatsSettings {
    servers = List.copyOf(servers);
  }

  static NatsSettings from(Values values) {
    NatsConfig config = values.get(NATS_URL);
    Path credentials = values.find(NATS_CREDS);
    values.require(
        credentials == null || config.login() instanceof NatsLogin.Anonymous,
        NATS_CREDS,
        NATS_URL,
        "is set, and NATS_URL names a user or token",
        "empty, or NATS_URL without user and token");
    return new NatsSettings(
        config.servers(),
        credentials == null ? config.login() : new NatsLogin.Credentials(credentials));
  }

  /**
   * What a connection is made from.
   *
   * @param connectionName shown by the server's monitoring
   */
  public NatsConfig toConfig(String connectionName) {
    return new NatsConfig(servers, login, connectionName);
  }

  /** {@code NATS_URL}, in the adapter's own reading. */
  private record Servers() implements ValueType<NatsConfig> {
    @Override
    public NatsConfig parse(String text) throws BadValueException {
      try {
        return NatsConfig.parse(text, null, "");
      } catch (IllegalArgumentException e) {
        throw new BadValueException("is wrong: " + e.getMessage());
      }
    }

    @Override
    public String expected() {
      return "nats://host:4222, or tls:// for TLS, with user:password@ or token@ before the host"
          + " where the servers ask for it; several are separated by commas; @ : / and , inside a"
          + " part are written as %40 %3A %2F %2C";
    }

    @Override
    public String show(NatsConfig value) {
      return switch (value.login()) {
        case NatsLogin.Anonymous none -> value.describe();
        case NatsLogin secret -> value.describe() + " login=" + Secret.MASK;
      };
    }
  }
}
