package dev.weir.timescale.database;

import java.time.Duration;
import java.util.Properties;

/** What every connection is opened with: client side, nothing that PgBouncer would have to keep. */
final class ConnectionSettings {

  static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /** Longer than any statement of the hot path; what takes more asks for more. */
  static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(30);

  private ConnectionSettings() {}

  static Properties of(DatabaseConfig config) {
    Properties properties = new Properties();
    properties.setProperty("user", config.user());
    if (config.password() != null) {
      properties.setProperty("password", config.password());
    }
    properties.setProperty("ApplicationName", config.applicationName());
    // Named statements belong to one server session; PgBouncer deals these out per transaction.
    properties.setProperty("prepareThreshold", "0");
    properties.setProperty("connectTimeout", Long.toString(CONNECT_TIMEOUT.toSeconds()));
    properties.setProperty("socketTimeout", Long.toString(SOCKET_TIMEOUT.toSeconds()));
    properties.setProperty("tcpKeepAlive", "true");
    // DETAIL and CONTEXT quote values: of tenants' readings, of token hashes.
    properties.setProperty("logServerErrorDetail", "false");
    return properties;
  }

  /**
   * Makes the server notice a client that vanished within the lease, so that it frees the lane's
   * row. A client that is merely silent is ended by whoever takes the lane. Through PgBouncer this
   * speaks of the wrong connection, and does no harm.
   */
  static String serverKeepalive(Duration lease) {
    long patience = Math.max(1_000, lease.toMillis() * 4 / 5);
    long idle = Math.max(1, patience / 2_000);
    long probes = Math.max(1, patience / 1_000 - idle);
    return ("set tcp_user_timeout = %d; set tcp_keepalives_idle = %d;"
            + " set tcp_keepalives_interval = 1; set tcp_keepalives_count = %d")
        .formatted(patience, idle, probes);
  }
}
