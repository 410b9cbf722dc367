package dev.weir.demo;

import dev.weir.app.simulate.Ledger;
import dev.weir.core.store.StoreException;
import dev.weir.timescale.database.Database;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;

/** Prints once a second where the demo stands. */
final class LiveLine implements AutoCloseable {

  private final PrintStream out;
  private final Database database;
  private final Ledger ledger;
  private final Deliveries deliveries;
  private final Thread thread = Thread.ofVirtual().name("live-line").unstarted(this::run);

  private LiveLine(PrintStream out, Database database, Ledger ledger, Deliveries deliveries) {
    this.out = out;
    this.database = database;
    this.ledger = ledger;
    this.deliveries = deliveries;
  }

  static LiveLine start(PrintStream out, Database database, Ledger ledger, Deliveries deliveries) {
    LiveLine line = new LiveLine(out, database, ledger, deliveries);
    line.thread.start();
    return line;
  }

  static Found found(Database database) {
    return database.query("reading the demo's figures", Found::read);
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    long started = System.nanoTime();
    try {
      for (int second = 1; ; second++) {
        long due = started + TimeUnit.SECONDS.toNanos(second);
        TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
        print(second);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void print(int second) {
    try {
      long published = ledger.totals().published();
      Found found = found(database);
      out.printf(
          "%4d s  published %,10d  stored %,10d  quarantined %,8d  duplicates %,7d  on the way %,6d"
              + "  delivered %,7d%n",
          second,
          published,
          found.stored(),
          found.quarantined(),
          found.duplicates(),
          Math.max(0, published - found.accounted()),
          deliveries.taken());
    } catch (StoreException e) {
      out.printf("%4d s  %s%n", second, e.getMessage());
    }
  }
}
