package dev.weir.timescale.notice;

import dev.weir.timescale.database.Database;
import dev.weir.timescale.database.SqlFailures;
import java.sql.SQLException;
import org.postgresql.PGNotification;

/**
 * One connection's life as a listener. Until it has heard its heartbeat it listens to nothing else:
 * a session that is not ours but one of PgBouncer's goes on listening after us, and hands what it
 * hears to clients that never asked.
 *
 * <p>Owned by one thread.
 */
final class NoticeSession implements AutoCloseable {

  private static final String CHANGES = "weir_changes";

  private final NoticeConnection connection;
  private final String channel;
  private final String id;
  private final ChangeFeed feed;
  private final NoticeStatus status;
  private final Heartbeat heartbeat;
  private boolean hears;

  /**
   * Makes a session of a connection that is closed by whoever opened it.
   *
   * @param channel of the heartbeats of this process
   * @param id tells this session's heartbeats from those before
   */
  NoticeSession(
      Database database,
      NoticeConnection connection,
      String channel,
      String id,
      ChangeFeed feed,
      NoticeStatus status) {
    this.connection = connection;
    this.channel = channel;
    this.id = id;
    this.feed = feed;
    this.status = status;
    heartbeat = new Heartbeat(database, channel, id, connection::abort);
  }

  /** Listens until the connection ends or the thread is interrupted, and tells why it ended. */
  String run() {
    try {
      connection.listen(channel);
      heartbeat.start();
      long startNanos = System.nanoTime();
      while (!Thread.currentThread().isInterrupted()) {
        for (PGNotification notice : connection.await(Heartbeat.EVERY)) {
          take(notice);
        }
        boolean patient = System.nanoTime() - startNanos < NoticeStatus.PATIENCE.toNanos();
        if (!patient && !status.isWorking()) {
          status.failed(silence());
        }
      }
      return "interrupted";
    } catch (SQLException e) {
      return heartbeat.isDeaf() ? silence() : reason("listening", e);
    }
  }

  /** Whether it has heard its heartbeat, and therefore changes. */
  boolean hears() {
    return hears;
  }

  /** Whether heartbeats were sent, and not heard. */
  boolean isDeaf() {
    return heartbeat.isDeaf();
  }

  private void take(PGNotification notice) throws SQLException {
    if (notice.getName().equals(CHANGES)) {
      feed.changed(notice.getParameter());
    } else if (notice.getParameter().equals(id)) {
      beat();
    }
  }

  private void beat() throws SQLException {
    heartbeat.heard();
    if (!hears) {
      connection.listen(CHANGES);
      hears = true;
    }
    if (!status.isWorking()) {
      feed.everythingMayHaveChanged();
    }
    status.heard();
  }

  static String reason(String doing, SQLException failure) {
    return String.valueOf(SqlFailures.toStoreException(doing, failure).getMessage());
  }

  private String silence() {
    String problem = heartbeat.problem();
    if (problem != null) {
      return problem;
    }
    String silence = "no heartbeat was heard for " + NoticeStatus.PATIENCE.toSeconds() + " s";
    return hears ? silence : silence + " (PgBouncer in transaction mode passes none on)";
  }

  @Override
  public void close() {
    heartbeat.close();
  }
}
