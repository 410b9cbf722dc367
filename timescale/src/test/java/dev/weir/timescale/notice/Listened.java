package dev.weir.timescale.notice;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.weir.core.change.Change;
import dev.weir.core.change.ChangeListener;
import dev.weir.timescale.database.Database;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.LoggerFactory;

/** Notices under test, what they told in its order, and what they logged. */
final class Listened implements ChangeListener, AutoCloseable {

  static final String EVERYTHING = "everything";
  static final String EVERYTHING_TOO_LATE = "everything, while it counted as working already";

  final List<String> told = new CopyOnWriteArrayList<>();
  final ChangeNotices notices;
  private final AtomicBoolean faulty = new AtomicBoolean();
  private final List<ILoggingEvent> logged = new CopyOnWriteArrayList<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger("dev.weir.timescale.notice");
  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

  Listened(Database database) {
    appender.list = logged;
    appender.start();
    logger.setAdditive(false);
    logger.setLevel(Level.INFO);
    logger.addAppender(appender);
    notices = new ChangeNotices(database, this);
    notices.start();
  }

  /** Makes the listener fail at the next change. */
  void failOnce() {
    faulty.set(true);
  }

  List<String> log() {
    return logged.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Override
  public void changed(Change change) {
    if (faulty.getAndSet(false)) {
      throw new IllegalStateException("ours");
    }
    told.add(change.kind() + " " + change.key());
  }

  @Override
  public void everythingMayHaveChanged() {
    told.add(notices.isWorking() ? EVERYTHING_TOO_LATE : EVERYTHING);
  }

  @Override
  public void close() {
    notices.close();
    logger.detachAppender(appender);
  }
}
