package dev.weir.app.config;

import dev.weir.jetstream.StreamPlan;
import java.time.Duration;

/**
 * What the streams are made like.
 *
 * @param partitions partition streams
 * @param partitionsSet whether the environment names them: a number that differs from the
 *     installation's is then a mistake, while the default gives way
 * @param maxBytes bytes of each telemetry stream
 * @param routesMaxBytes bytes of the stream of route jobs
 * @param maxMessagesPerTenant messages of one tenant that may wait in one stream
 * @param replicas servers that hold each stream
 * @param duplicateWindow how long a message id is remembered
 * @param replayWindow how long messages that are stored stay in the stream
 * @param replayWindowPercent the share of {@code maxBytes} that these may fill
 */
public record StreamSettings(
    int partitions,
    boolean partitionsSet,
    long maxBytes,
    long routesMaxBytes,
    long maxMessagesPerTenant,
    int replicas,
    Duration duplicateWindow,
    Duration replayWindow,
    int replayWindowPercent) {

  private static final long MIN_STREAM_BYTES = 1L << 16;
  private static final long MAX_STREAM_BYTES = 1L << 50;

  static final Variable<Integer> TELEMETRY_PARTITIONS =
      Variable.of(
          "TELEMETRY_PARTITIONS",
          Types.integer(1, StreamPlan.MAX_PARTITIONS),
          4,
          "partition streams that `migrate` makes; a set value that differs from the installation's"
              + " is a start-up error of roles that publish");
  static final Variable<Long> STREAM_MAX_BYTES =
      Variable.of(
          "STREAM_MAX_BYTES",
          Types.bytes(MIN_STREAM_BYTES, MAX_STREAM_BYTES),
          1L << 30,
          "what each telemetry stream may hold; a full one refuses new messages");
  static final Variable<Long> ROUTES_MAX_BYTES =
      Variable.of(
          "ROUTES_MAX_BYTES",
          Types.bytes(MIN_STREAM_BYTES, MAX_STREAM_BYTES),
          256L << 20,
          "what the stream of route jobs may hold");
  static final Variable<Long> STREAM_MAX_MSGS_PER_TENANT =
      Variable.of(
          "STREAM_MAX_MSGS_PER_TENANT",
          Types.count(1, 1_000_000_000_000L),
          1_000_000,
          "messages of one tenant that one telemetry stream may hold; more are refused");
  static final Variable<Integer> STREAM_REPLICAS =
      Variable.of("STREAM_REPLICAS", Types.integer(1, 5), 1, "servers that hold each stream");
  static final Variable<Duration> DUPLICATE_WINDOW_SECONDS =
      Variable.of(
          "DUPLICATE_WINDOW_SECONDS",
          Types.seconds(1, 86_400),
          30,
          "how long JetStream remembers a message id");
  static final Variable<Duration> REPLAY_WINDOW_SECONDS =
      Variable.of(
          "REPLAY_WINDOW_SECONDS",
          Types.seconds(0, 31_536_000),
          3_600,
          "how long stored messages stay in their stream");
  static final Variable<Integer> REPLAY_WINDOW_PERCENT =
      Variable.of(
          "REPLAY_WINDOW_PERCENT",
          Types.integer(0, 90),
          10,
          "the share of `STREAM_MAX_BYTES`, and of `STREAM_MAX_MSGS_PER_TENANT`, that stored messages"
              + " may fill; the smallest window holds");

  static final VariableGroup VARIABLES =
      VariableGroup.of(
          "Streams",
          TELEMETRY_PARTITIONS,
          STREAM_MAX_BYTES,
          ROUTES_MAX_BYTES,
          STREAM_MAX_MSGS_PER_TENANT,
          STREAM_REPLICAS,
          DUPLICATE_WINDOW_SECONDS,
          REPLAY_WINDOW_SECONDS,
          REPLAY_WINDOW_PERCENT);

  /** The streams as they should be. */
  public StreamPlan toPlan() {
    return new StreamPlan(
        partitions, maxBytes, routesMaxBytes, maxMessagesPerTenant, duplicateWindow, replicas);
  }

  static StreamSettings from(Values values) {
    return new StreamSettings(
        values.get(TELEMETRY_PARTITIONS),
        values.isSet(TELEMETRY_PARTITIONS),
        values.get(STREAM_MAX_BYTES),
        values.get(ROUTES_MAX_BYTES),
        values.get(STREAM_MAX_MSGS_PER_TENANT),
        values.get(STREAM_REPLICAS),
        values.get(DUPLICATE_WINDOW_SECONDS),
        values.get(REPLAY_WINDOW_SECONDS),
        values.get(REPLAY_WINDOW_PERCENT));
  }
}
