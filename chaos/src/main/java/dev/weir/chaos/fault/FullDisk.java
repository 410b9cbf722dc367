package dev.weir.chaos.fault;

import dev.weir.testkit.SmallDisk;
import dev.weir.testkit.TestDatabase;
import org.jspecify.annotations.Nullable;

/**
 * A disk without room, with the quarantine on it: each batch that refuses a message writes there,
 * in its one transaction.
 */
final class FullDisk {

  private final TestDatabase database;
  private @Nullable SmallDisk disk;

  FullDisk(TestDatabase database) {
    this.database = database;
  }

  /** Moves the quarantine there and leaves no room. */
  void fill() {
    SmallDisk small = SmallDisk.create(database);
    disk = small;
    moveTo(small.tablespace());
    small.fill();
  }

  /** Makes room, and moves the quarantine back. */
  void free() {
    SmallDisk small = disk;
    if (small != null) {
      small.free();
      moveTo("pg_default");
      small.close();
    }
    disk = null;
  }

  private void moveTo(String tablespace) {
    database.execute("alter table quarantine_events set tablespace " + tablespace);
  }
}
