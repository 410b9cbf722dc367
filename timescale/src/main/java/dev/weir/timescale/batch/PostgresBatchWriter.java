package dev.weir.timescale.batch;

import dev.weir.core.delivery.DeadLetterStore.DeadLetter;
import dev.weir.core.lane.LaneGrant;
import dev.weir.core.route.FanOut;
import dev.weir.core.route.RouteJob;
import dev.weir.core.store.Batch;
import dev.weir.core.store.BatchWriter;
import dev.weir.core.store.Commit;
import dev.weir.core.store.RejectCount;
import dev.weir.core.store.StoreException;
import dev.weir.core.store.StoreException.Kind;
import dev.weir.core.verdict.RejectReason;
import dev.weir.core.verdict.Verdict.Rejected;
import dev.weir.timescale.batch.TelemetryWriter.Outcome;
import dev.weir.timescale.copy.CopyEncoder;
import dev.weir.timescale.database.Database;
import dev.weir.timescale.database.SqlFailures;
import dev.weir.timescale.deadletter.DeadLetterWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Owned by one lane: lands a batch, all of it or nothing, in one transaction.
 *
 * <p>Its order is the order of locks, the same for every lane: the lane's row (the fence),
 * telemetry, quota rows by key, counters by key, quarantine, replays by id, dead letters by
 * delivery. A deadlock that happens all the same is told as transient, and the caller repeats the
 * batch.
 *
 * <p>Readings go straight into {@code telemetry}, after one statement that is fence and checkpoint:
 * it counts all of them as new. When one is there already, COPY fails as a whole, and the batch
 * goes again through a staging table that sorts duplicates from conflicts; once they are counted,
 * the checkpoint comes last. Repeats come in swarms (an offline buffer sent twice), so the lane
 * stays with staging until a batch brings none.
 *
 * <p>A connection that dies during COMMIT leaves doubt. The attempt is remembered, and when the
 * next call finds the lane standing where that attempt would have put it, under the same epoch, it
 * went through: its counts are returned, and nothing is written. So after a transient failure the
 * caller must come back with the very same batch, to this very writer.
 */
public final class PostgresBatchWriter implements BatchWriter {

  private static final String CONFLICT_DETAIL =
      "a reading of this device, type, time and seq is stored already, with other content";

  /** Of the lease: a batch that took longer leaves the next one all of it all the same. */
  private static final int SLOW_SHARE = 24;

  private final Database database;
  private final Duration lease;
  private final TelemetryWriter telemetry;
  private final RejectWriter rejects;
  private final RouteJobs routeJobs = new RouteJobs();
  private final FanOut fanOut;
  private final int maxDeadLetters;
  private boolean staging;
  private @Nullable Commit inDoubt;

  /**
   * Makes the writer of one lane.
   *
   * @param lease by which each commit prolongs the lane's lease
   * @param fanOut takes the jobs of routes
   * @param maxDeadLetters of one tenant that may lie there as failed
   */
  public PostgresBatchWriter(Database database, Duration lease, FanOut fanOut, int maxDeadLetters) {
    this.database = database;
    this.lease = lease;
    this.fanOut = fanOut;
    this.maxDeadLetters = maxDeadLetters;
    CopyEncoder encoder = new CopyEncoder();
    this.telemetry = new TelemetryWriter(encoder);
    this.rejects = new RejectWriter(encoder);
  }

  @Override
  public Commit commit(LaneGrant grant, Batch batch) {
    PreparedBatch prepared = PreparedBatch.of(grant, batch);
    encode(prepared);
    Commit commit =
        database.transaction(
            "committing a batch of lane " + grant.stream(),
            c -> staging ? stage(c, prepared) : copy(c, prepared));
    inDoubt = null;
    return commit;
  }

  /** The bytes are complete before BEGIN: nothing of ours may linger while the row is locked. */
  private void encode(PreparedBatch batch) {
    if (staging) {
      telemetry.encodeNumbered(batch);
    } else {
      telemetry.encode(batch);
    }
  }

  /** All are new: what the batch comes to is known before it is written. */
  private Commit copy(Connection connection, PreparedBatch batch) throws SQLException {
    int stored = batch.accepted().length;
    long start = System.nanoTime();
    if (!LaneRow.advance(connection, batch, stored, batch.rejected().size(), 0, lease)) {
      return settleDoubt(connection, batch);
    }
    try {
      Outcome outcome = telemetry.copy(connection, batch);
      Commit commit = write(connection, batch, outcome, batch.rejected());
      if (System.nanoTime() - start > lease.toNanos() / SLOW_SHARE) {
        LaneRow.prolong(connection, batch.grant(), lease);
      }
      return commit;
    } catch (SQLException e) {
      // Nothing else in the transaction lets one through: quota and counters expect conflicts.
      if (!SqlFailures.UNIQUE_VIOLATION.equals(e.getSQLState())) {
        throw e;
      }
    }
    connection.rollback();
    staging = true;
    encode(batch);
    return stage(connection, batch);
  }

  /** Only the staging table tells what the batch comes to. */
  private Commit stage(Connection connection, PreparedBatch batch) throws SQLException {
    if (!LaneRow.fence(connection, batch.grant())) {
      return settleDoubt(connection, batch);
    }
    Outcome outcome = telemetry.stage(connection, batch);
    List<Reject> rejected = withConflicts(batch, outcome.conflicts());
    Commit commit = write(connection, batch, outcome, rejected);
    if (!LaneRow.advance(
        connection, batch, commit.stored(), rejected.size(), commit.duplicates(), lease)) {
      throw new IllegalStateException("the lane's row changed while it was locked");
    }
    staging = commit.duplicates() > 0 || !outcome.conflicts().isEmpty();
    return commit;
  }

  /** What follows the readings. */
  private Commit write(
      Connection connection, PreparedBatch batch, Outcome outcome, List<Reject> rejected)
      throws SQLException {
    List<DeadLetter> letters = publish(batch, outcome);
    List<RejectCount> counted = rejects.write(connection, batch, rejected);
    ReplayOutcomes.settle(connection, batch, outcome, rejected);
    if (!letters.isEmpty()) {
      new DeadLetterWriter(batch.grant().stream(), maxDeadLetters).write(connection, letters);
    }
    int duplicates = outcome.duplicates().cardinality();
    Commit commit = new Commit(batch.target(), outcome.stored(), duplicates, counted);
    inDoubt = commit;
    return commit;
  }

  @Override
  public void close() {
    fanOut.close();
  }

  /**
   * Jobs go out before the commit: a batch that is repeated publishes them again under the same
   * ids. And before rows are locked that other lanes want, too: nobody waits for the stream with
   * us. What it does not take is a dead letter of this very transaction.
   */
  private List<DeadLetter> publish(PreparedBatch batch, Outcome outcome) {
    List<RouteJob> jobs = routeJobs.of(batch, outcome);
    return jobs.isEmpty()
        ? List.of()
        : fanOut.publish(jobs).stream()
            .map(untaken -> new DeadLetter(untaken.job(), untaken.reason(), 0))
            .toList();
  }

  private Commit settleDoubt(Connection connection, PreparedBatch batch) throws SQLException {
    Commit attempt = inDoubt;
    if (attempt != null
        && attempt.checkpoint().equals(batch.target())
        && LaneRow.standsAt(connection, batch.grant(), batch.target())) {
      return attempt;
    }
    throw new StoreException(
        Kind.FENCED, null, "lane " + batch.grant().stream() + " is no longer ours", null);
  }

  private static List<Reject> withConflicts(PreparedBatch batch, BitSet conflicts) {
    if (conflicts.isEmpty()) {
      return batch.rejected();
    }
    List<Reject> all = new ArrayList<>(batch.rejected());
    conflicts.stream()
        .forEach(position ->
            all.add(
                new Reject(
                    position,
                    batch.batch().messages().get(position).envelope(),
                    new Rejected(
                        RejectReason.DUPLICATE_KEY_CONFLICT,
                        CONFLICT_DETAIL,
                        batch.message(position).topic().tenantId()))));
    all.sort(Comparator.comparingInt(Reject::position));
    return all;
  }
}
