package dev.weir.gateway.mqtt;

import dev.weir.core.session.SessionGrant;
import dev.weir.core.session.SessionStore;
import dev.weir.core.store.StoreException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This bridge's own session at the broker: takes one, connects with it, subscribes, and connects
 * again for as long as the session is ours; where it is not any more, takes another.
 */
final class BridgeSession implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(BridgeSession.class);

  private static final Duration DISCONNECT_BOUND = Duration.ofSeconds(1);

  /** Of its lease, before it cares for others. */
  private static final int STEADY_LEASES = 3;

  private static final long LOG_EVERY_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** What belongs together: a client serves one connection. */
  private record Connection(Link link, BrokerClient client) {}

  private final BridgeConfig config;
  private final BrokerConnector connector;
  private final SessionStore store;
  private final BridgeObserver observer;
  private final CountDownLatch stopping = new CountDownLatch(1);

  private volatile @Nullable String problem = "not connected yet";
  private volatile @Nullable Connection connection;
  private volatile @Nullable SessionLease lease;
  private final ReconnectPace pace = new ReconnectPace();
  private boolean takenOver;
  private boolean wasConnected;
  private long nextLog = System.nanoTime();

  BridgeSession(
      BridgeConfig config, BrokerConnector connector, SessionStore store, BridgeObserver observer) {
    this.config = config;
    this.connector = connector;
    this.store = store;
    this.observer = observer;
  }

  /** Why nothing comes from the broker; null while it is subscribed. */
  @Nullable String problem() {
    return problem;
  }

  boolean isConnected() {
    return problem == null;
  }

  /** Whether it is connected, and nobody has had reason to doubt its lease for some time. */
  boolean isSteady() {
    SessionLease held = lease;
    return isConnected() && held != null && held.isSteady(STEADY_LEASES);
  }

  /**
   * Until it is interrupted. It lets go of connection and lease itself, so nobody comes between.
   */
  @Override
  public void run() {
    try {
      while (!isStopping()) {
        try {
          SessionGrant grant = take();
          if (grant != null) {
            serve(grant);
          }
        } catch (RuntimeException e) {
          log.error("the bridge's session ended by a fault of ours; trying on", e);
          failed("a fault of ours: " + e.getClass().getSimpleName());
        }
      }
    } catch (InterruptedException end) {
      log.debug("the bridge's session ends");
    }
  }

  /** Takes nothing more; what was taken is still acknowledged, until the thread is interrupted. */
  void stopAccepting() {
    stopping.countDown();
    Connection current = connection;
    if (current != null) {
      current.link().stopAccepting();
    }
  }

  private boolean isStopping() {
    return stopping.getCount() == 0;
  }

  private @Nullable SessionGrant take() throws InterruptedException {
    try {
      SessionGrant grant = store.take(config.clientName(), config.member(), config.lease());
      wasConnected = false;
      takenOver = false;
      return grant;
    } catch (StoreException e) {
      failed("cannot take a session: " + e.getMessage());
      return null;
    }
  }

  private void serve(SessionGrant grant) throws InterruptedException {
    SessionLease held =
        new SessionLease(store, grant, config.lease(), () -> endLink("the session was lost"));
    lease = held;
    held.start();
    try {
      keepConnected(grant, held);
    } finally {
      if (isStopping()) {
        var _ = Thread.interrupted(); // it has been heard; what follows is bounded
        disconnect();
      } else {
        endLink("the session is not used any more");
      }
      lease = null;
      held.close(isStopping());
    }
  }

  private void keepConnected(SessionGrant granted, SessionLease held) throws InterruptedException {
    SessionGrant grant = granted;
    while (!isStopping() && !held.isLost()) {
      if (isElsewhere(held)) {
        failed("the session is in use elsewhere");
        continue;
      }
      takenOver = false;
      try {
        grant = connect(grant, held);
      } catch (BrokerException | StoreException e) {
        endLink(String.valueOf(e.getMessage()));
        failed(String.valueOf(e.getMessage()));
        continue;
      }
      stay();
      endLink("connecting anew");
    }
  }

  /**
   * Whether somebody else has it: to connect would throw that one out. If the database cannot say,
   * the broker's word counts.
   */
  private boolean isElsewhere(SessionLease held) {
    return (takenOver || held.isDoubtful()) && !held.confirm() && (takenOver || held.isLost());
  }

  private SessionGrant connect(SessionGrant grant, SessionLease held) throws InterruptedException {
    Link made = new Link();
    BrokerClient connecting = connector.client(grant.clientId(), made);
    connection = new Connection(made, connecting);
    if (isStopping()) {
      made.stopAccepting();
    }
    boolean resumed = BrokerConnector.await(connecting.connect());
    SessionGrant subscribed = subscribe(connecting, grant);
    if (held.isLost()) { // before there was a connection that could be told
      throw new BrokerException("the session was lost while connecting", null);
    }
    if (wasConnected && !resumed) {
      log.warn(
          "the broker at {} has lost the session {}, and what it held for it",
          connector.describe(),
          grant.clientId());
    }
    log.info(
        "subscribed at {} as {}, {}",
        connector.describe(),
        grant.clientId(),
        resumed ? "with what it held meanwhile" : "with a new session");
    wasConnected = true;
    problem = null;
    return subscribed;
  }

  /** What an earlier configuration subscribed to is ended; it is known from the session's row. */
  private SessionGrant subscribe(BrokerClient connecting, SessionGrant grant)
      throws InterruptedException {
    Set<String> wanted = config.subscriptions();
    if (grant.filters().equals(wanted)) {
      BrokerConnector.await(connecting.subscribe(wanted));
      return grant;
    }
    Set<String> both = new HashSet<>(grant.filters());
    both.addAll(wanted);
    store.subscribed(grant, both);
    BrokerConnector.await(connecting.subscribe(wanted));
    Set<String> former = new HashSet<>(grant.filters());
    former.removeAll(wanted);
    if (!former.isEmpty()) {
      BrokerConnector.await(connecting.unsubscribe(former));
    }
    store.subscribed(grant, wanted);
    return grant.with(wanted);
  }

  private void stay() throws InterruptedException {
    Connection current = connection;
    if (current == null) {
      return;
    }
    long since = System.nanoTime();
    try {
      Link.End end = current.link().ended().get();
      takenOver = end.takenOver();
      pace.lasted(Duration.ofNanos(System.nanoTime() - since));
      if (!isStopping()) {
        observer.connectionLost();
        failed(end.reason());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("it never fails", e);
    }
  }

  /** Connections are not closed in order here: the broker sends again what was on its way. */
  private void endLink(String reason) {
    Connection ending = connection;
    if (ending != null) {
      ending.link().end(new Link.End(reason, false));
      var _ = ending.client().disconnect().exceptionally(gone -> null);
    }
  }

  /** After the last acknowledgements; the session stays at the broker, for whoever comes next. */
  private void disconnect() {
    Connection ending = connection;
    if (ending == null || !ending.link().isOpen()) {
      return;
    }
    try {
      ending.client().disconnect().get(DISCONNECT_BOUND.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      log.debug("not disconnected in good order: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ending.link().end(new Link.End("stopped", false));
    }
  }

  private void failed(String reason) throws InterruptedException {
    problem = "no subscription at " + connector.describe() + ": " + reason;
    long now = System.nanoTime();
    Duration wait = pace.failed(now);
    if (pace.isFirst() || now - nextLog >= 0) {
      nextLog = now + LOG_EVERY_NANOS;
      log.warn("{}; trying on", problem);
    }
    var _ = stopping.await(wait.toMillis(), TimeUnit.MILLISECONDS);
  }
}
