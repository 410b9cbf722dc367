package dev.weir.gateway.mqtt;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where the broker is, who connects, and what is agreed with it.
 *
 * @param mqtt5 MQTT 5, else 3.1.1
 * @param username empty where nobody logs in
 * @param tls null for a connection without
 * @param receiveMaximum messages that the broker may have on the way to one session; MQTT 3.1.1
 *     cannot tell it, there it is the broker's own setting
 * @param sessionExpiry how long the broker keeps a session that nobody uses; MQTT 3.1.1 cannot tell
 *     it either
 */
public record BrokerConfig(
    boolean mqtt5,
    String host,
    int port,
    String username,
    String password,
    @Nullable BrokerTls tls,
    int receiveMaximum,
    Duration sessionExpiry,
    Duration keepAlive) {

  /** Names no secret. */
  @Override
  public String toString() {
    return (tls == null ? "mqtt://" : "mqtts://") + host + ':' + port;
  }
}
