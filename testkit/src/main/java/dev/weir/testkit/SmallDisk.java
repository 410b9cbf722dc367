package dev.weir.testkit;

/**
 * The small disk of a stack's PostgreSQL, with a tablespace on it for one database: when it is full
 * nobody else is hurt, for neither the log that PostgreSQL writes ahead nor other databases are
 * there. It lives in memory, and its content ends with the server: no restarts while it is in use.
 *
 * <p>All is done by PostgreSQL's own hand, for only it sees the disk.
 */
public final class SmallDisk implements AutoCloseable {

  /** What a stack gives to its PostgreSQL: 512 MB. */
  private static final String DISK = "/stack/small";

  private final TestDatabase database;

  private SmallDisk(TestDatabase database) {
    this.database = database;
  }

  /**
   * Makes the tablespace; nothing is in it yet.
   *
   * @throws IllegalStateException the server has no small disk; a large one is not filled
   */
  public static SmallDisk create(TestDatabase database) {
    SmallDisk disk = new SmallDisk(database);
    disk.program("mountpoint -q " + DISK + " && mkdir " + disk.folder());
    database.onServer(
        "create tablespace %s location '%s'".formatted(disk.tablespace(), disk.folder()));
    return disk;
  }

  /**
   * Makes the database anew, empty, there. It is not moved: PostgreSQL moves none in which the
   * server's own workers, which come as they please, are at work.
   */
  public void takeDatabase() {
    database.onServer("drop database %s with (force)".formatted(database.name()));
    database.onServer("create database %s tablespace %s".formatted(database.name(), tablespace()));
  }

  public String tablespace() {
    return database.name() + "_small";
  }

  /** Takes all the room that is left. */
  public void fill() {
    program("dd if=/dev/zero of=" + filler() + " bs=64k 2>/dev/null || true");
  }

  /** Gives back what {@link #fill} took. */
  public void free() {
    program("rm -f " + filler());
  }

  /** Removes the tablespace, in which nothing may be any more: close the database first. */
  @Override
  public void close() {
    free();
    database.onServer("drop tablespace " + tablespace());
    program("rmdir " + folder());
  }

  private String folder() {
    return DISK + '/' + database.name();
  }

  private String filler() {
    return folder() + ".filler";
  }

  /**
   * Reads what it is given, too: PostgreSQL takes a program that ends before that for a failure.
   */
  private void program(String command) {
    database.onServer("copy (select 1) to program 'cat >/dev/null; " + command + "'");
  }
}
