package dev.weir.app.config;

import dev.weir.timescale.schema.MigrationConfig;
import dev.weir.timescale.schema.TimescaleMode;
import dev.weir.timescale.upkeep.Retention;
import java.time.Duration;

/**
 * How the tables of readings are kept.
 *
 * @param chunkInterval time that one chunk of a hypertable covers
 * @param retention age past which readings are dropped; zero keeps them for ever
 * @param quarantineRetention age past which refused messages are deleted; zero likewise
 * @param countersRetention age past which the counts of refusals are deleted; zero likewise
 * @param deadLetterRetention age past which dead letters are deleted; zero likewise
 * @param deadLettersPerTenant that may lie there as failed; past it they are counted only
 */
public record StorageSettings(
    TimescaleMode timescale,
    Duration chunkInterval,
    Duration retention,
    Duration quarantineRetention,
    Duration countersRetention,
    Duration deadLetterRetention,
    int deadLettersPerTenant) {

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
  static final Variable<Duration> QUARANTINE_RETENTION_DAYS =
      Variable.of(
          "QUARANTINE_RETENTION_DAYS",
          Types.days(0, 36_500),
          30,
          "the age past which refused messages are deleted; 0 keeps them for ever");
  static final Variable<Duration> QUARANTINE_COUNTERS_RETENTION_DAYS =
      Variable.of(
          "QUARANTINE_COUNTERS_RETENTION_DAYS",
          Types.days(0, 36_500),
          400,
          "the age past which the counts of refusals are deleted; 0 keeps them for ever");

  static final Variable<Duration> DEAD_LETTER_RETENTION_DAYS =
      Variable.of(
          "DEAD_LETTER_RETENTION_DAYS",
          Types.days(0, 36_500),
          30,
          "the age past which dead letters are deleted; 0 keeps them for ever");
  static final Variable<Integer> DEAD_LETTER_MAX_PER_TENANT =
      Variable.of(
          "DEAD_LETTER_MAX_PER_TENANT",
          Types.integer(0, 100_000_000),
          100_000,
          "dead letters of one tenant that may lie there as failed; past it they are counted only");

  static final VariableGroup VARIABLES =
      VariableGroup.of(
          "Storage",
          TIMESCALE,
          CHUNK_INTERVAL_HOURS,
          RETENTION_DAYS,
          QUARANTINE_RETENTION_DAYS,
          QUARANTINE_COUNTERS_RETENTION_DAYS,
          DEAD_LETTER_RETENTION_DAYS,
          DEAD_LETTER_MAX_PER_TENANT);

  /** What shapes a new schema. */
  public MigrationConfig toMigration() {
    return new MigrationConfig(timescale, chunkInterval);
  }

  /** What upkeep deletes. */
  public Retention toRetention() {
    return new Retention(
        Math.toIntExact(retention.toDays()),
        Math.toIntExact(quarantineRetention.toDays()),
        Math.toIntExact(countersRetention.toDays()),
        Math.toIntExact(deadLetterRetention.toDays()));
  }

  static StorageSettings from(Values values) {
    return new StorageSettings(
        values.get(TIMESCALE),
        values.get(CHUNK_INTERVAL_HOURS),
        values.get(RETENTION_DAYS),
        values.get(QUARANTINE_RETENTION_DAYS),
        values.get(QUARANTINE_COUNTERS_RETENTION_DAYS),
        values.get(DEAD_LETTER_RETENTION_DAYS),
        values.get(DEAD_LETTER_MAX_PER_TENANT));
  }
}
