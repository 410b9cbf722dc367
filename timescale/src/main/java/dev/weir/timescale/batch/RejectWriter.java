package dev.weir.timescale.batch;

import dev.weir.core.quarantine.QuarantineEvents;
import dev.weir.core.settings.Settings;
import dev.weir.core.store.Batch;
import dev.weir.core.store.RejectCount;
import dev.weir.core.store.StoreException;
import dev.weir.core.store.StoreException.Kind;
import dev.weir.core.verdict.RejectReason;
import dev.weir.timescale.batch.StorageQuota.Minute;
import dev.weir.timescale.batch.StorageQuota.Wish;
import dev.weir.timescale.copy.CopyEncoder;
import dev.weir.timescale.copy.QuarantineRow;
import dev.weir.timescale.database.SqlFailures;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Owned by one lane: counts the refused messages of a batch, every one, and stores the first of
 * them up to the cap of their tenant and minute.
 */
final class RejectWriter {

  private record Kindred(Minute minute, RejectReason reason) {}

  private static final String COPY =
      "copy quarantine_events (" + QuarantineRow.COLUMNS + ") from stdin (format binary)";

  private final ExhaustedMinutes exhausted = new ExhaustedMinutes();
  private final CopyEncoder encoder;

  RejectWriter(CopyEncoder encoder) {
    this.encoder = encoder;
  }

  /**
   * Writes rejects in stream order.
   *
   * @return what was counted
   */
  List<RejectCount> write(Connection connection, PreparedBatch batch, List<Reject> rejects)
      throws SQLException {
    if (rejects.isEmpty()) {
      return List.of();
    }
    Map<Kindred, Long> counts = new LinkedHashMap<>();
    Map<Minute, Wish> wishes = new LinkedHashMap<>();
    List<Minute> minutes = new ArrayList<>(rejects.size());
    for (Reject reject : rejects) {
      Minute minute = minuteOf(reject, batch.batch());
      minutes.add(minute);
      counts.merge(new Kindred(minute, reject.verdict().reason()), 1L, Long::sum);
      int cap = cap(minute, batch.batch());
      if (cap > 0) {
        wishes.merge(minute, new Wish(1, cap), Wish::plus);
      }
    }
    Map<Minute, Wish> asked = exhausted.without(wishes);
    Map<Minute, Integer> allowed = StorageQuota.claim(connection, asked);
    exhausted.learn(asked, allowed.keySet());
    List<RejectCount> counted = counted(counts);
    RejectCounters.add(connection, batch.grant().stream(), counted);
    store(connection, batch, rejects, minutes, allowed);
    return counted;
  }

  /** Tenants that cannot be read or do not exist share one name: made-up ones take no room. */
  private static Minute minuteOf(Reject reject, Batch batch) {
    String tenant = reject.verdict().tenantId();
    if (tenant == null || !batch.tenantExists().test(tenant)) {
      return new Minute(reject.minute(), RejectCount.UNKNOWN);
    }
    return new Minute(reject.minute(), tenant);
  }

  private static int cap(Minute minute, Batch batch) {
    Settings settings =
        minute.tenantId().equals(RejectCount.UNKNOWN)
            ? batch.settings().global()
            : batch.settings().of(minute.tenantId());
    return settings.storeRejects() ? settings.maxStoredRejectsPerMinute() : 0;
  }

  private static List<RejectCount> counted(Map<Kindred, Long> counts) {
    List<RejectCount> counted = new ArrayList<>(counts.size());
    counts.forEach((kindred, count) ->
        counted.add(
            new RejectCount(
                kindred.minute().minute(), kindred.minute().tenantId(), kindred.reason(), count)));
    return counted;
  }

  /**
   * Encoded only now, inside the transaction, since only now the quota is known: a flood past the
   * cap costs no more than its counting. It waits for nobody.
   */
  private void store(
      Connection connection,
      PreparedBatch batch,
      List<Reject> rejects,
      List<Minute> minutes,
      Map<Minute, Integer> allowed)
      throws SQLException {
    if (allowed.isEmpty()) {
      return;
    }
    encoder.begin();
    for (int i = 0; i < rejects.size(); i++) {
      int left = allowed.getOrDefault(minutes.get(i), 0);
      if (left > 0) {
        allowed.put(minutes.get(i), left - 1);
        Reject reject = rejects.get(i);
        QuarantineRow.write(
            encoder,
            QuarantineEvents.of(reject.envelope(), reject.verdict()),
            batch.grant().stream(),
            batch.incarnation());
      }
    }
    encoder.end();
    try {
      encoder.send(connection, COPY);
    } catch (SQLException e) {
      // Somebody wrote a row with an id of their own choosing; the next attempt draws later ones.
      if (SqlFailures.UNIQUE_VIOLATION.equals(e.getSQLState())) {
        throw new StoreException(
            Kind.TRANSIENT, e.getSQLState(), "an id of quarantine_events was taken", e);
      }
      throw e;
    }
  }
}
