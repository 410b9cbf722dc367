package dev.weir.gateway.mqtt;

import dev.weir.core.session.SessionGrant;
import dev.weir.core.session.SessionStore;
import dev.weir.core.store.StoreException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a session ours, by renewing its lease in a thread of its own. While the database is away
 * nobody can take the session either, so it stays ours until we hear otherwise.
 */
final class SessionLease implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SessionLease.class);

  private static final int RENEWALS_PER_LEASE = 3;

  private final SessionStore store;
  private final SessionGrant grant;
  private final Duration lease;
  private final Runnable whenLost;
  private final Thread thread = Thread.ofVirtual().name("mqtt-lease").unstarted(this::run);
  private volatile boolean lost;
  private volatile boolean closed;
  private volatile long confirmedAt = System.nanoTime();
  private volatile long steadySince = System.nanoTime();

  /**
   * Makes it; {@link #start} begins to renew.
   *
   * @param whenLost called once, when somebody else has the session
   */
  SessionLease(SessionStore store, SessionGrant grant, Duration lease, Runnable whenLost) {
    this.store = store;
    this.grant = grant;
    this.lease = lease;
    this.whenLost = whenLost;
  }

  void start() {
    thread.start();
  }

  boolean isLost() {
    return lost;
  }

  /** Whether somebody else may have taken it meanwhile, for all that we know. */
  boolean isDoubtful() {
    return System.nanoTime() - confirmedAt >= lease.toNanos();
  }

  /**
   * Whether it has been renewed without a gap for so many leases: then the database has been there
   * for everybody that long, and whose lease has run out is away.
   */
  boolean isSteady(int leases) {
    return !lost
        && !isDoubtful()
        && System.nanoTime() - steadySince >= lease.multipliedBy(leases).toNanos();
  }

  /** Renews it now; whether it is known to be ours. */
  boolean confirm() {
    try {
      renew();
      return !lost;
    } catch (StoreException away) {
      return false;
    }
  }

  /** Renews it no more; gives it back where it is still ours and that is wanted. */
  void close(boolean release) {
    close();
    if (release && !lost) {
      try {
        store.release(grant);
      } catch (StoreException e) {
        log.info("{} is not given back, its lease runs out: {}", grant.clientId(), e.getMessage());
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }

  private void run() {
    try {
      while (!closed && !lost) {
        Thread.sleep(lease.dividedBy(RENEWALS_PER_LEASE));
        try {
          renew();
        } catch (StoreException e) {
          log.debug("the lease of {} is not renewed: {}", grant.clientId(), e.getMessage());
        } catch (RuntimeException e) {
          log.error(
              "the lease of {} is not renewed by a fault of ours; trying on", grant.clientId(), e);
        }
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void renew() {
    if (lost || closed) {
      return;
    }
    long askedAt = System.nanoTime();
    if (store.renew(grant, lease)) {
      if (isDoubtful()) {
        steadySince = askedAt;
      }
      confirmedAt = askedAt;
    } else if (!closed) {
      lost = true;
      log.warn(
          "another bridge has taken the session {} after {} s without a sign of life from here",
          grant.clientId(),
          TimeUnit.NANOSECONDS.toSeconds(askedAt - confirmedAt));
      whenLost.run();
    }
  }
}
