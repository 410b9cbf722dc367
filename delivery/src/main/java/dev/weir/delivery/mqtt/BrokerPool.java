package dev.weir.delivery.mqtt;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Connections by broker: one for each that is in use, at most so many, closed when nobody has used
 * them for a while. Where there is no room, the one that was not used for longest goes.
 */
final class BrokerPool implements AutoCloseable {

  private static final long CLOSE_SECONDS = 2;

  /** A connection while somebody uses it; it is not closed meanwhile. */
  final class Use implements AutoCloseable {

    private final BrokerConnection connection;
    private int users;
    private long lastUsed = System.nanoTime();

    private Use(BrokerConnection connection) {
      this.connection = connection;
    }

    BrokerConnection connection() {
      return connection;
    }

    @Override
    public void close() {
      synchronized (BrokerPool.this) {
        users--;
        lastUsed = System.nanoTime();
      }
    }
  }

  private final int max;
  private final Duration idle;
  private final Function<Broker, BrokerConnection> maker;
  private final Map<Broker, Use> uses = new LinkedHashMap<>(16, 0.75f, true);
  private final Thread sweeper =
      Thread.ofVirtual().name("delivery-mqtt-idle").unstarted(this::sweep);
  private boolean closed;

  /**
   * Makes one.
   *
   * @param max connections at a time
   * @param idle how long one is kept that nobody uses
   */
  BrokerPool(int max, Duration idle, Function<Broker, BrokerConnection> maker) {
    this.max = max;
    this.idle = idle;
    this.maker = maker;
    sweeper.start();
  }

  /** The connection to a broker, to be closed after use; null where there is no room for it. */
  synchronized @Nullable Use use(Broker broker) {
    Use found = uses.get(broker);
    if (found == null) {
      if (closed || (uses.size() >= max && !makeRoom())) {
        return null;
      }
      found = new Use(maker.apply(broker));
      uses.put(broker, found);
    }
    found.users++;
    return found;
  }

  synchronized int size() {
    return uses.size();
  }

  /** Ends all connections, and waits for that a little. */
  @Override
  public void close() {
    sweeper.interrupt();
    CompletableFuture<?>[] ending;
    synchronized (this) {
      closed = true;
      ending =
          uses.values().stream()
              .map(use -> use.connection.close())
              .toArray(CompletableFuture<?>[]::new);
      uses.clear();
    }
    CompletableFuture.allOf(ending).completeOnTimeout(null, CLOSE_SECONDS, TimeUnit.SECONDS).join();
  }

  private boolean makeRoom() {
    for (Iterator<Use> all = uses.values().iterator(); all.hasNext(); ) {
      Use eldest = all.next();
      if (eldest.users == 0) {
        all.remove();
        var _ = eldest.connection.close();
        return true;
      }
    }
    return false;
  }

  private void sweep() {
    try {
      while (true) {
        Thread.sleep(idle.dividedBy(4));
        for (Use unused : unused()) {
          var _ = unused.connection.close();
        }
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized List<Use> unused() {
    long now = System.nanoTime();
    List<Use> unused = new ArrayList<>();
    uses.values()
        .removeIf(use -> use.users == 0 && now - use.lastUsed >= idle.toNanos() && unused.add(use));
    return unused;
  }
}
