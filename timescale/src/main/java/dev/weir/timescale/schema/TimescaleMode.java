package dev.weir.timescale.schema;

import java.util.Locale;

/** Whether readings go into a hypertable. It is decided at the first migration, and kept. */
public enum TimescaleMode {
  /** A hypertable where the server has TimescaleDB and this user may create it. */
  AUTO,
  /** A hypertable; without TimescaleDB the migration fails. */
  ON,
  /** PostgreSQL's own partitions, whatever the server has. */
  OFF;

  String sqlName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
