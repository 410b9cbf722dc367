package dev.weir.app.config;

import dev.weir.timescale.schema.MigrationConfig;
import dev.weir.timescale.schema.TimescaleMode;
import java.time.Duration;

/**
 * How the tables of readings are kept.
 *
 * @param chunkInterval time that one chunk of a hypertable covers
 * @param retention age past which readings are dropped; zero keeps them for ever
 */
public record StorageSettings(TimescaleMode timescale, Duration chunkInterval, Duration retention) {

  static final Variable<TimescaleMode> TIMESCALE =
      Variable.of(
          "TIMESCALE",
          Types.oneOf(TimescaleMode.class),
          "auto",
          "whether `migrate` makes a hypertable: where the server can, always, or never");
  static final Variable<Duration> CHUNK_INTERVAL_HOURS =
      Variable.of(
          "CHUNK_INTERVAL_HOURS",
          Types.hours(1, 8_760),
          24,
          "the time that one chunk of the hypertable covers");
  static final Variable<Duration> RETENTION_DAYS =
      Variable.of(
          "RETENTION_DAYS",
          Types.days(0, 36_500),
          0,
          "the age past which readings are dropped; 0 keeps them for ever");

  static final VariableGroup VARIABLES =
      VariableGroup.of("Storage", TIMESCALE, CHUNK_INTERVAL_HOURS, RETENTION_DAYS);

  /** What shapes a new schema. */
  public MigrationConfig toMigration() {
    return new MigrationConfig(timescale, chunkInterval);
  }

  static StorageSettings from(Values values) {
    return new StorageSettings(
        values.get(TIMESCALE), values.get(CHUNK_INTERVAL_HOURS), values.get(RETENTION_DAYS));
  }
}
