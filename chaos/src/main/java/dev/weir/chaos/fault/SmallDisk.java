package dev.weir.chaos.fault;

import dev.weir.testkit.TestDatabase;

/**
 * The small disk of a stack's PostgreSQL, with the quarantine on it: each batch that refuses a
 * message writes there, in its one transaction. What fills the disk is done by PostgreSQL's own
 * hand, for only it sees the disk.
 */
final class SmallDisk {

  private static final String FOLDER = "/stack/small/space";
  private static final String FILLER = "/stack/small/filler";

  private final TestDatabase database;

  SmallDisk(TestDatabase database) {
    this.database = database;
  }

  /** Moves the quarantine there and leaves no room. */
  void fill() {
    program("mkdir -p " + FOLDER);
    String space = space();
    database.execute("create tablespace %s location '%s'".formatted(space, FOLDER));
    database.execute("alter table quarantine_events set tablespace " + space);
    program("dd if=/dev/zero of=" + FILLER + " bs=64k 2>/dev/null || true");
  }

  /** Makes room, and moves the quarantine back. */
  void free() {
    program("rm -f " + FILLER);
    database.execute("alter table quarantine_events set tablespace pg_default");
    database.execute("drop tablespace " + space());
  }

  private String space() {
    return database.name() + "_small";
  }

  private void program(String command) {
    database.execute("copy (select 1) to program '" + command + "'");
  }
}
