package dev.weir.app.config;

import java.time.Duration;

/**
 * What operators see, and how long they wait.
 *
 * @param counters whether Weir's own figures are in the metrics
 * @param statisticsEvery time between two lines of statistics; zero for none
 * @param shutdownTimeout the longest an orderly end takes
 */
public record OperationSettings(
    boolean counters,
    Duration statisticsEvery,
    Duration shutdownTimeout,
    LogLevel logLevel,
    LogFormat logFormat) {

  /** The least level that is logged. */
  public enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
  }

  /** How a line of the log looks. */
  public enum LogFormat {
    /** One JSON object a line. */
    JSON,
    /** For people. */
    TEXT
  }

  static final Variable<Boolean> COUNTERS_ENABLED =
      Variable.of("COUNTERS_ENABLED", Types.flag(), 1, "Prometheus counters");
  static final Variable<Duration> LOG_STATS_EVERY_SECONDS =
      Variable.of(
          "LOG_STATS_EVERY_SECONDS",
          Types.seconds(0, 86_400),
          30,
          "time between two lines of statistics in the log; 0 for none");
  static final Variable<Duration> SHUTDOWN_TIMEOUT_SECONDS =
      Variable.of(
          "SHUTDOWN_TIMEOUT_SECONDS",
          Types.seconds(1, 9),
          8,
          "the longest an orderly end takes; what is not done by then is left undone");
  static final Variable<LogLevel> LOG_LEVEL =
      Variable.of("LOG_LEVEL", Types.oneOf(LogLevel.class), "info", "the least level logged");
  static final Variable<LogFormat> LOG_FORMAT =
      Variable.of(
          "LOG_FORMAT",
          Types.oneOf(LogFormat.class),
          "json",
          "how `serve` logs to standard output: a JSON object a line, or text for people");

  static final VariableGroup VARIABLES =
      VariableGroup.of(
          "Operation",
          COUNTERS_ENABLED,
          LOG_STATS_EVERY_SECONDS,
          SHUTDOWN_TIMEOUT_SECONDS,
          LOG_LEVEL,
          LOG_FORMAT);

  static OperationSettings from(Values values) {
    return new OperationSettings(
        values.get(COUNTERS_ENABLED),
        values.get(LOG_STATS_EVERY_SECONDS),
        values.get(SHUTDOWN_TIMEOUT_SECONDS),
        values.get(LOG_LEVEL),
        values.get(LOG_FORMAT));
  }
}
