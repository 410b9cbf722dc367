package dev.weir.app.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import dev.weir.app.config.OperationSettings;
import dev.weir.app.config.OperationSettings.LogFormat;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Where log lines go, and what they look like. Set up by code: reading an XML file costs a tenth of
 * the time that a service has to become ready.
 */
public final class Logging {

  private static final String STANDARD_OUTPUT = "System.out";
  private static final String STANDARD_ERROR = "System.err";

  private static final String TEXT_PATTERN =
      "%d{HH:mm:ss.SSS} %-5level %logger{0}: %msg %kvp%n%rEx{short}";

  /** Libraries that tell at INFO what Weir tells in its own words, or what nobody needs. */
  private static final List<String> CHATTY =
      List.of("com.zaxxer.hikari", "io.nats", "org.eclipse.jetty", "org.flywaydb");

  /** Says as an error what it also throws; who catches it says it once, and better. */
  private static final String ECHO = "io.javalin";

  private Logging() {}

  /** For a service: everything that the settings ask for, to standard output. */
  public static void forService(OperationSettings settings) {
    apply(
        (LoggerContext) LoggerFactory.getILoggerFactory(),
        Level.toLevel(settings.logLevel().name()),
        settings.logFormat(),
        STANDARD_OUTPUT);
  }

  /** For commands: warnings and errors as text to standard error; output has only the result. */
  static void forCommands(LoggerContext context) {
    apply(context, Level.WARN, LogFormat.TEXT, STANDARD_ERROR);
  }

  private static void apply(LoggerContext context, Level level, LogFormat format, String target) {
    context.reset();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setTarget(target);
    appender.setEncoder(encoder(context, format));
    appender.start();
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(level);
    root.addAppender(appender);
    context.getLogger(ECHO).setLevel(Level.OFF);
    if (level.isGreaterOrEqual(Level.INFO)) {
      Level quiet = level.isGreaterOrEqual(Level.WARN) ? level : Level.WARN;
      CHATTY.forEach(name -> context.getLogger(name).setLevel(quiet));
    }
    takeOverJavaLogging();
  }

  private static Encoder<ILoggingEvent> encoder(LoggerContext context, LogFormat format) {
    EncoderBase<ILoggingEvent> encoder =
        switch (format) {
          case JSON -> new JsonLines();
          case TEXT -> {
            PatternLayoutEncoder text = new PatternLayoutEncoder();
            text.setPattern(TEXT_PATTERN);
            yield text;
          }
        };
    encoder.setContext(context);
    encoder.start();
    return encoder;
  }

  /** The PostgreSQL and NATS clients log through the JDK's own logging. */
  private static void takeOverJavaLogging() {
    if (!SLF4JBridgeHandler.isInstalled()) {
      SLF4JBridgeHandler.removeHandlersForRootLogger();
      SLF4JBridgeHandler.install();
    }
  }
}
