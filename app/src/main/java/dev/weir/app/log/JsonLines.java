package dev.weir.app.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.slf4j.event.KeyValuePair;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * One JSON object a line: {@code timestamp} (ISO 8601, UTC, milliseconds), {@code level}, {@code
 * logger}, {@code thread}, {@code message}, then what the statement named, then {@code throwable}
 * (the stack trace as text). Logback's own encoder writes the time as a number and the named values
 * as a list of objects, which log stores do not index.
 */
final class JsonLines extends EncoderBase<ILoggingEvent> {

  private static final byte[] NOTHING = {};

  private final JsonFactory json = new JsonFactory();

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    ByteArrayOutputStream line = new ByteArrayOutputStream(512);
    try (JsonGenerator out = json.createGenerator(ObjectWriteContext.empty(), line)) {
      out.writeStartObject();
      writeEvent(out, event);
      out.writeEndObject();
    }
    line.write('\n');
    return line.toByteArray();
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }

  private static void writeEvent(JsonGenerator out, ILoggingEvent event) {
    Instant time = Instant.ofEpochMilli(event.getTimeStamp()).truncatedTo(ChronoUnit.MILLIS);
    out.writeStringProperty("timestamp", time.toString());
    out.writeStringProperty("level", event.getLevel().toString());
    out.writeStringProperty("logger", event.getLoggerName());
    out.writeStringProperty("thread", event.getThreadName());
    out.writeStringProperty("message", event.getFormattedMessage());
    event.getMDCPropertyMap().forEach(out::writeStringProperty);
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    if (pairs != null) {
      pairs.forEach(pair -> writePair(out, pair));
    }
    IThrowableProxy throwable = event.getThrowableProxy();
    if (throwable != null) {
      out.writeStringProperty("throwable", ThrowableProxyUtil.asString(throwable));
    }
  }

  private static void writePair(JsonGenerator out, KeyValuePair pair) {
    switch (pair.value) {
      case Long n -> out.writeNumberProperty(pair.key, n);
      case Integer n -> out.writeNumberProperty(pair.key, n);
      case Double n -> out.writeNumberProperty(pair.key, n);
      case Boolean b -> out.writeBooleanProperty(pair.key, b);
      case null -> out.writeNullProperty(pair.key);
      case Object other -> out.writeStringProperty(pair.key, other.toString());
    }
  }
}
