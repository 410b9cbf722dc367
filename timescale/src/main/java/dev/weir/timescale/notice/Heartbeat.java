package dev.weir.timescale.notice;

import dev.weir.core.store.StoreException;
import dev.weir.timescale.database.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Sends a beat a second by the way that changes take, through the pool: only what comes back from
 * there proves that a session hears. Beats that could not be sent prove nothing, and do not count.
 */
final class Heartbeat implements AutoCloseable {

  static final Duration EVERY = Duration.ofSeconds(1);

  /** So many beats in a row that were sent and not heard mean that the session is deaf. */
  static final int MOST_UNHEARD = 3;

  private final Database database;
  private final String channel;
  private final String payload;
  private final Runnable onDeafness;
  private final AtomicInteger unheard = new AtomicInteger();
  private final Thread thread = Thread.ofVirtual().name("notice-heartbeat").unstarted(this::run);
  private volatile boolean deaf;
  private volatile @Nullable String problem;

  /**
   * Makes it; {@link #start} sends the first beat at once.
   *
   * @param payload which session's beats these are: others' prove nothing
   * @param onDeafness called once, in a thread of this one's
   */
  Heartbeat(Database database, String channel, String payload, Runnable onDeafness) {
    this.database = database;
    this.channel = channel;
    this.payload = payload;
    this.onDeafness = onDeafness;
  }

  void start() {
    thread.start();
  }

  /** A beat of this one's was heard. */
  void heard() {
    unheard.set(0);
  }

  boolean isDeaf() {
    return deaf;
  }

  /** Why the last beat could not be sent; null where it was. */
  @Nullable String problem() {
    return problem;
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    try {
      while (unheard.get() < MOST_UNHEARD) {
        beat();
        Thread.sleep(EVERY);
      }
      deaf = true;
      onDeafness.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void beat() {
    // Counted first: it may be heard before the statement has returned.
    int before = unheard.getAndIncrement();
    try {
      database.query("sending a heartbeat", this::send);
      problem = null;
    } catch (StoreException e) {
      unheard.set(before);
      problem = e.getMessage();
    }
  }

  private boolean send(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("select pg_notify(?, ?)")) {
      statement.setString(1, channel);
      statement.setString(2, payload);
      return statement.execute();
    }
  }
}
