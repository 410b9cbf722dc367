package dev.weir.demo;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Where the messages of one route arrive. A message is known by its {@code webhook-id}. Safe for
 * use by many threads.
 */
final class Inbox {

  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;
  private static final int GONE = 410;

  private final Set<String> taken = ConcurrentHashMap.newKeySet();
  private final AtomicLong repeats = new AtomicLong();
  private final AtomicLong forged = new AtomicLong();
  private boolean picky;
  private @Nullable String refused;

  /**
   * Makes one.
   *
   * @param picky whether it refuses the first message that comes, for good, until it is healed
   */
  Inbox(boolean picky) {
    this.picky = picky;
  }

  /** Takes a message or not; returns the status to answer with. */
  int offer(String id, boolean genuine) {
    if (!genuine) {
      forged.incrementAndGet();
      return UNAUTHORIZED;
    }
    if (isRefused(id)) {
      return GONE;
    }
    if (!taken.add(id)) {
      repeats.incrementAndGet();
    }
    return OK;
  }

  /** From now on it takes whatever comes. */
  synchronized void heal() {
    picky = false;
  }

  /** The id of the message that was refused; null where none was. */
  synchronized @Nullable String refused() {
    return refused;
  }

  /** Messages that are refused as long as it is not healed. */
  synchronized long refusedNow() {
    return picky && refused != null ? 1 : 0;
  }

  boolean hasTaken(String id) {
    return taken.contains(id);
  }

  /** Messages that were taken, each counted once. */
  long taken() {
    return taken.size();
  }

  /** Messages that came again after they were taken. */
  long repeats() {
    return repeats.get();
  }

  /** Messages whose signatures do not fit. */
  long forged() {
    return forged.get();
  }

  private synchronized boolean isRefused(String id) {
    if (picky && refused == null) {
      refused = id;
    }
    return picky && id.equals(refused);
  }
}
