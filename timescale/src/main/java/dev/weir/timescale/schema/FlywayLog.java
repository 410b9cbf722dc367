package dev.weir.timescale.schema;

import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogCreator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps Flyway's chatter out of the log: what it tells in passing is for debugging only. */
public final class FlywayLog implements LogCreator {

  @Override
  public Log createLogger(Class<?> owner) {
    return new Quiet(LoggerFactory.getLogger(owner));
  }

  private record Quiet(Logger logger) implements Log {

    @Override
    public void debug(String message) {
      logger.debug(message);
    }

    @Override
    public void info(String message) {
      logger.debug(message);
    }

    @Override
    public void notice(String message) {
      logger.debug(message);
    }

    @Override
    public void warn(String message) {
      logger.warn(message);
    }

    // Failures come as exceptions too, and those are told once, by whoever asked for the migration.
    @Override
    public void error(String message) {
      logger.debug(message);
    }

    @Override
    public void error(String message, Exception e) {
      logger.debug(message, e);
    }
  }
}
