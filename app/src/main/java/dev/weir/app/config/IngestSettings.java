package dev.weir.app.config;

import java.time.Duration;

/**
 * How lanes work.
 *
 * @param batchSize messages that start a flush without waiting
 * @param maxBatchSize messages of a batch that a backlog makes; never fewer than {@code batchSize}
 * @param flushInterval the longest a message waits for a flush
 * @param workers lanes that work at the same moment
 * @param queueSize messages held in memory, all lanes together
 * @param lease how long a lane stays with a silent owner
 * @param stateWriteInterval least time between two writes of a device's state; zero for none
 */
public record IngestSettings(
    int batchSize,
    int maxBatchSize,
    Duration flushInterval,
    int workers,
    int queueSize,
    Duration lease,
    Duration stateWriteInterval) {

  static final Variable<Integer> BATCH_SIZE =
      Variable.of(
          "BATCH_SIZE",
          Types.integer(1, 100_000),
          500,
          "rows that start a flush without waiting; a backlog makes larger batches, and a slow"
              + " database cuts none below it");
  static final Variable<Integer> MAX_BATCH_SIZE =
      Variable.of("MAX_BATCH_SIZE", Types.integer(1, 100_000), 20_000, "rows of a batch");
  static final Variable<Duration> FLUSH_INTERVAL_MS =
      Variable.of(
          "FLUSH_INTERVAL_MS",
          Types.millis(1, 60_000),
          1_000,
          "the longest a row waits for a flush; what follows a batch at once gathers for as long as"
              + " five commits take, 15 ms at the most, or for this time where it is shorter, unless"
              + " BATCH_SIZE are there; more than 15 changes nothing");
  static final Variable<Integer> INGEST_WORKER_COUNT =
      Variable.of(
          "INGEST_WORKER_COUNT",
          Types.integer(1, 256),
          4,
          "lanes that work at the same moment in this process");
  static final Variable<Integer> INGEST_QUEUE_SIZE =
      Variable.of(
          "INGEST_QUEUE_SIZE",
          Types.integer(1, 10_000_000),
          50_000,
          "messages held in memory, all lanes together");
  static final Variable<Duration> LEASE_SECONDS =
      Variable.of(
          "LEASE_SECONDS", Types.seconds(1, 300), 5, "how long a lane stays with a silent owner");

  static final Variable<Duration> STATE_WRITE_INTERVAL_SECONDS =
      Variable.of(
          "STATE_WRITE_INTERVAL_SECONDS",
          Types.seconds(0, 3_600),
          5,
          "at the most once in this time a device's last-seen times and location are written; 0 as"
              + " soon as those before are");

  static final VariableGroup VARIABLES =
      VariableGroup.of(
          "Ingest",
          BATCH_SIZE,
          MAX_BATCH_SIZE,
          FLUSH_INTERVAL_MS,
          INGEST_WORKER_COUNT,
          INGEST_QUEUE_SIZE,
          LEASE_SECONDS,
          STATE_WRITE_INTERVAL_SECONDS);

  static IngestSettings from(Values values) {
    int size = values.get(BATCH_SIZE);
    int maxSize = values.get(MAX_BATCH_SIZE);
    values.require(
        size <= maxSize,
        BATCH_SIZE,
        MAX_BATCH_SIZE,
        "is " + size + ", more than MAX_BATCH_SIZE, which is " + maxSize,
        "at most MAX_BATCH_SIZE");
    return new IngestSettings(
        size,
        maxSize,
        values.get(FLUSH_INTERVAL_MS),
        values.get(INGEST_WORKER_COUNT),
        values.get(INGEST_QUEUE_SIZE),
        values.get(LEASE_SECONDS),
        values.get(STATE_WRITE_INTERVAL_SECONDS));
  }
}
