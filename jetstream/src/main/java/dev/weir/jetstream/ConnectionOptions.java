package dev.weir.jetstream;

import io.nats.client.Nats;
import io.nats.client.Options;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How the shared connection is made, in jnats' terms. */
final class ConnectionOptions {

  private static final long FIRST_BACKOFF_MILLIS = 250;
  private static final long LAST_BACKOFF_MILLIS = 8_000;

  private ConnectionOptions() {}

  static Options build(NatsConfig config, ConnectionLog events) {
    Options.Builder builder =
        new Options.Builder()
            .servers(config.servers().toArray(String[]::new))
            .connectionName(config.connectionName())
            .connectionTimeout(Duration.ofSeconds(5))
            .pingInterval(Duration.ofSeconds(10))
            .maxReconnects(-1)
            .reconnectDelayHandler(tries -> Duration.ofMillis(backoffMillis(tries)))
            // What cannot be sent now fails now: whoever publishes decides what to do about it.
            .reconnectBufferSize(0)
            .dataPortType(VerifyingDataPort.class.getName())
            .connectionListener(events)
            .errorListener(events);
    if (config.servers().stream().anyMatch(server -> server.startsWith("tls:"))) {
      // Certificates name hosts; the addresses that a name resolves to, or that a cluster tells,
      // are in none.
      builder
          .hostnameResolveMode(Options.HostnameResolveMode.HappyEyeballs)
          .ignoreDiscoveredServers();
    }
    logIn(builder, config.login());
    return builder.build();
  }

  /** Doubles from failure to failure up to a bound, with full jitter above the first step. */
  static long backoffMillis(long failures) {
    int doublings = Math.clamp(failures, 0, 5);
    long bound = Math.min(LAST_BACKOFF_MILLIS, FIRST_BACKOFF_MILLIS << doublings);
    return ThreadLocalRandom.current().nextLong(FIRST_BACKOFF_MILLIS, bound + 1);
  }

  private static void logIn(Options.Builder builder, NatsLogin login) {
    switch (login) {
      case NatsLogin.Anonymous _ -> {}
      case NatsLogin.UserPassword user ->
          builder.userInfo(user.user().toCharArray(), user.password().toCharArray());
      case NatsLogin.Token token -> builder.token(token.token().toCharArray());
      case NatsLogin.Credentials file ->
          builder.authHandler(Nats.credentials(file.path().toString()));
    }
  }
}
