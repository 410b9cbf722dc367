package dev.weir.timescale.quarantine;

import dev.weir.core.message.Replay;
import dev.weir.core.quarantine.QuarantinedMessage;
import dev.weir.core.quarantine.ReplaySource;
import dev.weir.core.verdict.RejectReason;
import dev.weir.timescale.database.Database;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The messages of {@code quarantine_events}. A row that somebody wrote by hand need not have more
 * than what a person reads: the rest has a meaning where it is missing. Nor may any such row make
 * the question fail, for the lane that asks it would ask for ever.
 */
public final class PostgresReplaySource implements ReplaySource {

  /** The last token of the subject that an event came under, or would have. */
  static final String SUBJECT_TENANT =
      "coalesce(subject_tenant, replace(tenant_id, '.', '%2E'), '%')";

  private static final String FIND =
      """
      select id, topic, reason, payload::text as payload, raw, stream, incarnation, stream_seq,
        (extract(epoch from least(greatest(coalesce(arrived_at, ingested_at), '0001-01-01+00'),
          '9999-12-31+00')) * 1000000)::bigint as arrival_micros,
      """
          + SUBJECT_TENANT
          + """
             as subject_tenant, username, body_size, is_whole, token_sha256
          from quarantine_events where id = any (?)
          """;

  private static final byte[] NOTHING = {};

  private final Database database;

  public PostgresReplaySource(Database database) {
    this.database = database;
  }

  @Override
  public Map<Long, QuarantinedMessage> find(Collection<Long> ids) {
    return database.query("reading what is replayed", connection -> find(connection, ids));
  }

  private static Map<Long, QuarantinedMessage> find(Connection connection, Collection<Long> ids)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(FIND)) {
      select.setArray(1, connection.createArrayOf("int8", ids.toArray()));
      Map<Long, QuarantinedMessage> found = HashMap.newHashMap(ids.size());
      ResultSet row = select.executeQuery();
      while (row.next()) {
        found.put(row.getLong("id"), message(row));
      }
      return found;
    }
  }

  private static QuarantinedMessage message(ResultSet row) throws SQLException {
    byte[] body = body(row);
    String topic = row.getString("topic");
    Long bodySize = row.getObject("body_size", Long.class);
    // without a topic nothing but an envelope that could not be read is INVALID_JSON
    boolean isEnvelope =
        topic == null && RejectReason.INVALID_JSON.name().equals(row.getString("reason"));
    return new QuarantinedMessage(
        new Replay.Resolved(
            row.getLong("id"),
            origin(row),
            bodySize == null ? body.length : bodySize,
            row.getBoolean("is_whole"),
            row.getBytes("token_sha256")),
        Objects.requireNonNull(row.getString("subject_tenant")),
        topic,
        isEnvelope,
        row.getString("username"),
        body);
  }

  private static Replay.Origin origin(ResultSet row) throws SQLException {
    long arrival = row.getLong("arrival_micros");
    Long incarnation = row.getObject("incarnation", Long.class);
    Long seq = row.getObject("stream_seq", Long.class);
    return incarnation == null || seq == null
        ? Replay.Origin.ofQuarantine(row.getLong("id"), arrival)
        : new Replay.Origin(row.getString("stream"), incarnation, seq, arrival);
  }

  private static byte[] body(ResultSet row) throws SQLException {
    String payload = row.getString("payload");
    byte @Nullable [] raw = row.getBytes("raw");
    if (payload != null) {
      return payload.getBytes(StandardCharsets.UTF_8);
    }
    return raw == null ? NOTHING : raw;
  }
}
