package dev.weir.gateway.mqtt;

import dev.weir.core.session.SessionGrant;
import dev.weir.core.session.SessionStore;
import dev.weir.core.store.StoreException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends sessions that nobody came back for. The broker goes on giving them their share of what
 * devices publish, so one that is left would hold messages until it expires, and then lose them.
 */
final class SessionAdoption implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(SessionAdoption.class);

  /** As long again as a lease lasts, twice: a bridge that is restarted comes back for its own. */
  private static final int LEASES_LEFT = 2;

  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(3);
  private static final int SILENT_ANSWERS = 2;
  private static final long LOOK_MILLIS = 100;

  private final BridgeConfig config;
  private final BrokerConnector connector;
  private final SessionStore store;
  private final BooleanSupplier isWell;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private volatile @Nullable Link link;

  /**
   * Makes it.
   *
   * @param isWell whether this bridge's own session works, and has for some leases: only then can
   *     it care for others, and knows that they are not just as well
   */
  SessionAdoption(
      BridgeConfig config, BrokerConnector connector, SessionStore store, BooleanSupplier isWell) {
    this.config = config;
    this.connector = connector;
    this.store = store;
    this.isWell = isWell;
  }

  @Override
  public void run() {
    try {
      while (!stopping.await(config.lease().toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          if (isWell.getAsBoolean()) {
            adopt();
          }
        } catch (RuntimeException e) {
          log.error("no session is adopted by a fault of ours; trying on", e);
        }
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes nothing more; what was taken is still acknowledged. */
  void stopAccepting() {
    stopping.countDown();
    Link current = link;
    if (current != null) {
      current.stopAccepting();
    }
  }

  private void adopt() throws InterruptedException {
    Duration leftFor = config.lease().multipliedBy(LEASES_LEFT);
    SessionGrant grant;
    try {
      grant = store.adopt(config.clientName(), config.member(), leftFor, config.lease());
    } catch (StoreException e) {
      log.debug("no session can be adopted: {}", e.getMessage());
      return;
    }
    if (grant != null) {
      log.info("{} was left by its bridge: emptying it", grant.clientId());
      finish(grant);
    }
  }

  private void finish(SessionGrant grant) throws InterruptedException {
    SessionLease lease = new SessionLease(store, grant, config.lease(), this::drop);
    lease.start();
    boolean ended = false;
    try {
      ended = empty(grant, lease);
    } catch (BrokerException | StoreException e) {
      log.warn("{} is not empty yet: {}; trying on", grant.clientId(), e.getMessage());
    } finally {
      lease.close(!ended);
    }
    if (ended) {
      forget(grant);
    }
  }

  /** Whether the session is no more; where it is, its row has to stay. */
  private boolean empty(SessionGrant grant, SessionLease lease) throws InterruptedException {
    Link made = new Link();
    BrokerClient connection = connector.client(grant.clientId(), made);
    link = made;
    if (!isToGoOn(made)) {
      return false;
    }
    try {
      if (BrokerConnector.await(connection.connect()) && !drain(connection, made, grant)) {
        return false;
      }
      // the lease last: whoever takes the session after that throws this connection out first
      if (!isToGoOn(made) || !lease.confirm()) {
        return false;
      }
      if (BrokerConnector.await(connection.endSession())) {
        return true;
      }
      store.subscribed(grant, Set.of());
      log.info("{} is empty, and left for whoever needs one", grant.clientId());
      return false;
    } finally {
      made.end(new Link.End("emptied", false));
      var _ = connection.disconnect().exceptionally(gone -> null);
    }
  }

  /**
   * Takes all that the session holds; whether it is sure to hold nothing. Silence is no proof. But
   * our acknowledgements are ahead of a request on the connection, and what the broker sends upon
   * them is ahead of its answer: when nothing comes until an answer, twice, there is nothing.
   */
  private boolean drain(BrokerClient connection, Link made, SessionGrant grant)
      throws InterruptedException {
    Set<String> filters = new HashSet<>(grant.filters());
    filters.addAll(config.subscriptions());
    BrokerConnector.await(connection.unsubscribe(filters));
    int silent = 0;
    while (silent < SILENT_ANSWERS) {
      awaitQuiet(made);
      if (!isToGoOn(made)) {
        return false;
      }
      long arrivals = made.arrivals();
      BrokerConnector.await(connection.unsubscribe(filters));
      silent = made.inFlight() == 0 && made.arrivals() == arrivals ? silent + 1 : 0;
    }
    return true;
  }

  private boolean isToGoOn(Link made) {
    return made.isOpen() && stopping.getCount() > 0;
  }

  /** Until nothing has come for a while and all that came is acknowledged, or the end. */
  private void awaitQuiet(Link made) throws InterruptedException {
    while (made.isOpen() && (made.inFlight() > 0 || made.quietNanos() < QUIET_NANOS)) {
      if (stopping.getCount() == 0 && made.inFlight() == 0) {
        return;
      }
      Thread.sleep(LOOK_MILLIS);
    }
  }

  private void forget(SessionGrant grant) {
    try {
      store.remove(grant);
      log.info("{} is empty and ended", grant.clientId());
    } catch (StoreException e) {
      log.info("{} is empty; it is looked at once more: {}", grant.clientId(), e.getMessage());
    }
  }

  private void drop() {
    Link current = link;
    if (current != null) {
      current.end(new Link.End("the session was lost", false));
    }
  }
}
