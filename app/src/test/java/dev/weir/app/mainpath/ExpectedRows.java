package dev.weir.app.mainpath;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.app.simulate.Expectation;
import dev.weir.app.simulate.MessageMaker;
import dev.weir.app.simulate.SimulatedMessage;
import dev.weir.core.verdict.RejectReason;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The rows that a run has to leave behind, worked out from the messages by another parser than
 * Weir's. Where two messages contradict each other, either may have come first.
 */
final class ExpectedRows {

  private static final JsonMapper JSON = new JsonMapper();

  private record Key(String tenantId, String deviceId, Instant time, long seq) {}

  private record Content(String siteId, JsonNode metrics) {}

  private final Map<Key, Set<Content>> rows = new HashMap<>();

  static ExpectedRows of(MessageMaker maker, long messages) {
    ExpectedRows expected = new ExpectedRows();
    for (long index = 0; index < messages; index++) {
      SimulatedMessage message = maker.make(index);
      if (isStored(message.expectation())) {
        expected.add(message);
      }
    }
    return expected;
  }

  int count() {
    return rows.size();
  }

  /** Every row is one of these, and every one of these is a row. */
  void assertAllAreIn(Connection connection) throws SQLException {
    Map<Key, Set<Content>> missing = new HashMap<>(rows);
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(10_000);
      ResultSet row =
          statement.executeQuery(
              """
              select tenant_id, device_id, time, seq, site_id, metrics, msg_type,
                origin_incarnation is null and origin_seq is null
              from telemetry
              """);
      while (row.next()) {
        Key key =
            new Key(
                row.getString(1),
                row.getString(2),
                row.getObject(3, OffsetDateTime.class).toInstant(),
                row.getLong(4));
        Content content = new Content(row.getString(5), JSON.readTree(row.getString(6)));
        Set<Content> allowed = missing.remove(key);
        assertThat(allowed).as("a row that was not sent, or twice: %s", key).isNotNull();
        assertThat(allowed).as("content of %s", key).contains(content);
        assertThat(row.getString(7)).isEqualTo("telemetry");
        assertThat(row.getBoolean(8)).isTrue();
      }
    }
    assertThat(missing).as("rows that are missing").isEmpty();
  }

  private void add(SimulatedMessage message) {
    JsonNode payload = payload(message);
    JsonNode ts = payload.get("ts");
    Instant time =
        ts.isNumber()
            ? Instant.ofEpochMilli(ts.asLong())
            : OffsetDateTime.parse(ts.asString()).toInstant();
    Key key =
        new Key(
            String.valueOf(message.tenantId()),
            String.valueOf(message.deviceId()),
            time,
            payload.get("seq").asLong());
    Content content = new Content(payload.get("site_id").asString(), payload.get("metrics"));
    rows.computeIfAbsent(key, k -> new HashSet<>()).add(content);
  }

  private static JsonNode payload(SimulatedMessage message) {
    JsonNode body = JSON.readTree(message.body());
    return switch (message.form()) {
      case NATIVE -> body;
      case ENVELOPE -> {
        JsonNode payload = body.get("payload");
        yield payload.isString() ? JSON.readTree(payload.asString()) : payload;
      }
    };
  }

  /** A conflict is refused, but its content is what is stored where it came first. */
  private static boolean isStored(Expectation expectation) {
    return switch (expectation) {
      case Expectation.Stored stored -> true;
      case Expectation.Duplicate duplicate -> true;
      case Expectation.Rejected rejected ->
          rejected.reason() == RejectReason.DUPLICATE_KEY_CONFLICT;
    };
  }
}
