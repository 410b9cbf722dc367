package dev.weir.app.serve;

import dev.weir.app.http.HealthSource;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says from time to time, in one line of the log, what was done since the last. */
final class StatisticsLine implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(StatisticsLine.class);

  private final HealthSource source;
  private final Duration every;
  private final Thread thread = Thread.ofVirtual().name("statistics").unstarted(this::run);

  StatisticsLine(HealthSource source, Duration every) {
    this.source = source;
    this.every = every;
  }

  void start() {
    if (!every.isZero()) {
      thread.start();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    HealthSource.Figures last = source.figures();
    long lastNanos = System.nanoTime();
    try {
      while (true) {
        Thread.sleep(every);
        HealthSource.Figures now = source.figures();
        long nanos = System.nanoTime();
        print(last, now, nanos - lastNanos);
        last = now;
        lastNanos = nanos;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void print(HealthSource.Figures last, HealthSource.Figures now, long nanos) {
    long written = now.written() - last.written();
    log.atInfo()
        .addKeyValue("received", now.received() - last.received())
        .addKeyValue("written", written)
        .addKeyValue("rejected", now.rejected() - last.rejected())
        .addKeyValue("duplicate", now.duplicate() - last.duplicate())
        .addKeyValue("written_per_second", written * TimeUnit.SECONDS.toNanos(1) / nanos)
        .addKeyValue("written_total", now.written())
        .log("statistics");
  }
}
