package dev.weir.timescale.schema;

import java.time.Duration;

/**
 * What shapes a new schema.
 *
 * @param timescale whether to use TimescaleDB
 * @param chunkInterval time that one chunk of the hypertable spans, from a minute; a change holds
 *     for chunks made later. Native partitions always span a day
 */
public record MigrationConfig(TimescaleMode timescale, Duration chunkInterval) {

  public static final MigrationConfig DEFAULTS =
      new MigrationConfig(TimescaleMode.AUTO, Duration.ofDays(1));

  public MigrationConfig {
    if (chunkInterval.compareTo(Duration.ofMinutes(1)) < 0) {
      throw new IllegalArgumentException("a chunk spans at least a minute");
    }
  }
}
