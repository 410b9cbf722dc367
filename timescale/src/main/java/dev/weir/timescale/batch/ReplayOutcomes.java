package dev.weir.timescale.batch;

import dev.weir.core.message.Replay.Resolved;
import dev.weir.core.verdict.Judged;
import dev.weir.timescale.batch.TelemetryWriter.Outcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes down what became of the quarantined messages that a batch judged again. */
final class ReplayOutcomes {

  private static final String STORED = "STORED";
  private static final String DUPLICATE = "DUPLICATE";

  /**
   * Locks the events, then the replays that they belong to, both in the order of their ids as every
   * lane does it. A replay counts the first outcome of each event that it took up: messages may
   * come that no replay of ours has sent.
   */
  private static final String SETTLE =
      """
      with settled as (
        select e.id, o.outcome, case when e.replay_outcome is null then e.replay_id end as replay_id
        from unnest(?::bigint[], ?::text[]) o (id, outcome)
        join quarantine_events e on e.id = o.id
        order by e.id
        for update of e),
      noted as (
        update quarantine_events e set replay_outcome = s.outcome
        from settled s where e.id = s.id),
      totals as (
        select replay_id, count(*) filter (where outcome = 'STORED') as stored,
          count(*) filter (where outcome = 'DUPLICATE') as duplicates,
          count(*) filter (where outcome not in ('STORED', 'DUPLICATE')) as refused
        from settled where replay_id is not null group by replay_id),
      locked as (
        select r.id, t.stored, t.duplicates, t.refused
        from totals t join quarantine_replays r on r.id = t.replay_id
        order by r.id
        for update of r)
      update quarantine_replays r
      set stored = r.stored + l.stored, duplicates = r.duplicates + l.duplicates,
        refused = r.refused + l.refused
      from locked l where r.id = l.id
      """;

  private ReplayOutcomes() {}

  /**
   * Nothing where the batch has no replay; of two of the same event the one that was stored counts.
   *
   * @param rejected all that was refused, with what contradicts readings that are there
   */
  static void settle(
      Connection connection, PreparedBatch batch, Outcome outcome, List<Reject> rejected)
      throws SQLException {
    Map<Long, String> outcomes = new TreeMap<>();
    List<Judged> messages = batch.batch().messages();
    for (int position : batch.accepted()) {
      if (!outcome.conflicts().get(position)) {
        boolean isDuplicate = outcome.duplicates().get(position);
        note(outcomes, messages.get(position), isDuplicate ? DUPLICATE : STORED);
      }
    }
    for (Reject reject : rejected) {
      note(outcomes, messages.get(reject.position()), reject.verdict().reason().name());
    }
    if (!outcomes.isEmpty()) {
      write(connection, outcomes);
    }
  }

  private static void note(Map<Long, String> outcomes, Judged message, String outcome) {
    if (message.envelope().replay() instanceof Resolved replay) {
      outcomes.putIfAbsent(replay.eventId(), outcome);
    }
  }

  private static void write(Connection connection, Map<Long, String> outcomes) throws SQLException {
    try (PreparedStatement settle = connection.prepareStatement(SETTLE)) {
      settle.setArray(1, connection.createArrayOf("int8", outcomes.keySet().toArray()));
      settle.setArray(2, connection.createArrayOf("text", outcomes.values().toArray()));
      settle.executeUpdate();
    }
  }
}
