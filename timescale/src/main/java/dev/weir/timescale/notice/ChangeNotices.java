package dev.weir.timescale.notice;

import dev.weir.core.change.ChangeListener;
import dev.weir.timescale.database.Database;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears of changes in the database as they are committed, over a connection of its own, and tells a
 * listener. Whenever it begins to hear, it tells that everything may have changed, for nobody knows
 * what was said before. Where nothing can be heard it tries again, ever more seldom.
 */
public final class ChangeNotices implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ChangeNotices.class);

  private final Database database;
  private final ChangeFeed feed;
  private final NoticeStatus status = new NoticeStatus();
  private final Backoff afterLoss = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(1));
  private final Backoff afterDeafness = new Backoff(Duration.ofSeconds(30), Duration.ofMinutes(10));
  private final Thread thread = Thread.ofVirtual().name("change-notices").unstarted(this::run);

  /** No other process has it: it would take that one's heartbeats for its own. */
  private final String channel =
      "weir_heartbeat_" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());

  private int sessions;
  private volatile boolean closing;

  /** Makes it; {@link #start} connects. */
  public ChangeNotices(Database database, ChangeListener listener) {
    this.database = database;
    feed = new ChangeFeed(listener);
  }

  public void start() {
    thread.start();
  }

  /** Whether changes are heard: its own heartbeat came back within the last 3 s. */
  public boolean isWorking() {
    return !closing && status.isWorking();
  }

  /** Hears no more; the connection is closed when this returns. */
  @Override
  public void close() {
    closing = true;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!closing) {
        Thread.sleep(session());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Runs one session to its end, and tells how long to wait before the next. */
  private Duration session() {
    sessions++;
    try (NoticeConnection connection = NoticeConnection.open(database);
        NoticeSession session =
            new NoticeSession(
                database, connection, channel, Integer.toString(sessions), feed, status)) {
      String why = session.run();
      failed(why);
      return pauseAfter(session);
    } catch (SQLException e) {
      failed(NoticeSession.reason("connecting to listen", e));
    } catch (RuntimeException e) {
      LOG.error("a fault of ours ended the listening to changes; it begins anew", e);
      failed("a fault of ours");
    }
    return afterLoss.next();
  }

  private Duration pauseAfter(NoticeSession session) {
    if (session.hears()) {
      afterLoss.reset();
      afterDeafness.reset();
    }
    return session.isDeaf() && !session.hears() ? afterDeafness.next() : afterLoss.next();
  }

  private void failed(String why) {
    if (!closing) {
      status.failed(why);
    }
  }
}
