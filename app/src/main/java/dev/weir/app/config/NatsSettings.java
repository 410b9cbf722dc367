package dev.weir.app.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which NATS servers, and who connects.
 *
 * @param credentials a file with a JWT and its key; null where there is none
 */
public record NatsSettings(NatsServers servers, @Nullable Path credentials) {

  static final Variable<NatsServers> NATS_URL =
      Variable.secret(
          "NATS_URL", new NatsServers.Type(), "nats://iot-nats:4222", "servers of one cluster");
  static final Variable<Path> NATS_CREDS =
      Variable.optional("NATS_CREDS", Types.file(), "a credentials file (JWT and key)");

  static final VariableGroup VARIABLES = VariableGroup.of("NATS", NATS_URL, NATS_CREDS);

  static NatsSettings from(Values values) {
    NatsServers servers = values.get(NATS_URL);
    values.require(
        values.find(NATS_CREDS) == null
            || servers.identity() instanceof NatsServers.Identity.Anonymous,
        NATS_CREDS,
        NATS_URL,
        "is set, and NATS_URL names a user or token",
        "empty, or NATS_URL without user and token");
    return new NatsSettings(servers, values.find(NATS_CREDS));
  }
}
