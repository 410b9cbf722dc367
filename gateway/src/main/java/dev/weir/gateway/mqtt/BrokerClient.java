package dev.weir.gateway.mqtt;

import java.util.Collection;
import java.util.concurrent.CompletableFuture;

/**
 * A client for one connection, from its beginning to its end; it does not connect twice. So
 * whatever belongs to a connection that is gone can do no harm on the next: the broker sends again
 * what was not acknowledged. Failures are {@link BrokerException}s.
 */
interface BrokerClient {

  /** Connects; tells whether the broker had a session of this client. */
  CompletableFuture<Boolean> connect();

  /** Subscribes with QoS 1; fails where anything less is granted. */
  CompletableFuture<Void> subscribe(Collection<String> filters);

  /** Subscribes no more; what was not subscribed to is passed over. */
  CompletableFuture<Void> unsubscribe(Collection<String> filters);

  /** Disconnects after what is to be sent; the broker keeps the session. */
  CompletableFuture<Void> disconnect();

  /**
   * Disconnects, and the broker forgets the session where it can be told so on this connection;
   * returns whether it does. On another connection it might be somebody else's session by then.
   */
  CompletableFuture<Boolean> endSession();
}
