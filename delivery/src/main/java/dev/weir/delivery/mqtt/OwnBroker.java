package dev.weir.delivery.mqtt;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The installation's own broker, where routes go that name none.
 *
 * @param username empty where nobody logs in
 * @param tls whether the connection is encrypted
 * @param keys our certificate; null where none is shown
 * @param trust who may have signed the broker's; null for the JDK's own authorities
 * @param identityPrefix of topics that the bridge takes for a device's behind it; null for none
 */
public record OwnBroker(
    String host,
    int port,
    String username,
    String password,
    boolean tls,
    @Nullable KeyManagerFactory keys,
    @Nullable TrustManagerFactory trust,
    @Nullable String identityPrefix) {

  /** Names no secret. */
  @Override
  public String toString() {
    return (tls ? "mqtts://" : "mqtt://") + host + ':' + port;
  }
}
