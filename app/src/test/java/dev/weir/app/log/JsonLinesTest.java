package dev.weir.app.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One event is one line, and one JSON object. */
final class JsonLinesTest {

  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();

  @Test
  void anEventIsAFlatObject() {
    LoggingEvent event = event("read {}\nof \"{}\"", null, 5, "x");
    event.setInstant(Instant.parse("2026-01-02T03:04:05.678901Z"));
    event.setMDCPropertyMap(Map.of("stream", "TELEMETRY"));
    event.addKeyValuePair(new KeyValuePair("count", 7L));
    event.addKeyValuePair(new KeyValuePair("share", 0.5));
    event.addKeyValuePair(new KeyValuePair("on", true));
    event.addKeyValuePair(new KeyValuePair("nothing", null));
    event.addKeyValuePair(new KeyValuePair("path", java.nio.file.Path.of("a")));

    assertThat(line(event))
        .isEqualTo(
            JsonMapper.shared()
                .readTree(
                    """
                    {"timestamp": "2026-01-02T03:04:05.678Z", "level": "INFO", "logger": "test",
                     "thread": "main-thread", "message": "read 5\\nof \\"x\\"",
                     "stream": "TELEMETRY", "count": 7, "share": 0.5, "on": true, "nothing": null,
                     "path": "a"}
                    """));
  }

  @Test
  void aThrowableIsItsStackTrace() {
    JsonNode line = line(event("failed", new IllegalStateException("why\nnot")));

    assertThat(line.get("throwable").asString())
        .startsWith("java.lang.IllegalStateException: why\nnot")
        .contains("at dev.weir.app.log.JsonLinesTest");
  }

  private LoggingEvent event(String message, @Nullable Throwable thrown, Object... arguments) {
    LoggingEvent event =
        new LoggingEvent("", context.getLogger("test"), Level.INFO, message, thrown, arguments);
    event.setThreadName("main-thread");
    return event;
  }

  private static JsonNode line(LoggingEvent event) {
    String text = new String(new JsonLines().encode(event), StandardCharsets.UTF_8);
    assertThat(text.indexOf('\n')).isEqualTo(text.length() - 1);
    return JsonMapper.shared().readTree(text);
  }
}
