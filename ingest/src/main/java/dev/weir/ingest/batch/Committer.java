package dev.weir.ingest.batch;

import dev.weir.core.lane.LaneGrant;
import dev.weir.core.store.Batch;
import dev.weir.core.store.BatchWriter;
import dev.weir.core.store.Commit;
import dev.weir.core.store.StoreException;
import dev.weir.core.verdict.Judged;
import dev.weir.core.verdict.RejectReason;
import dev.weir.core.verdict.Verdict.Accepted;
import dev.weir.core.verdict.Verdict.Rejected;
import dev.weir.ingest.IngestObserver;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits a batch whatever it takes: a batch that holds a row which PostgreSQL refuses is halved
 * until the row stands alone. Owned by one lane.
 */
public final class Committer {

  private static final Logger log = LoggerFactory.getLogger(Committer.class);

  private final BatchWriter writer;
  private final Persistence persistence;
  private final IngestObserver observer;

  public Committer(BatchWriter writer, Persistence persistence, IngestObserver observer) {
    this.writer = writer;
    this.persistence = persistence;
    this.observer = observer;
  }

  /**
   * Commits all of a batch.
   *
   * @return the grant at the batch's end
   * @throws StoreException {@code FENCED}: the lane is no longer ours
   * @throws StoppedException the lane is to end, and the database did not take the batch
   */
  public LaneGrant commit(LaneGrant grant, Batch batch) throws InterruptedException {
    long start = System.nanoTime();
    Commit commit;
    try {
      commit = persistence.persist(() -> write(grant, batch));
    } catch (StoreException e) {
      if (e.kind() != StoreException.Kind.POISON) {
        throw e;
      }
      return isolate(grant, batch, e);
    }
    observer.committed(grant.stream(), batch, commit, System.nanoTime() - start);
    return grant.at(commit.checkpoint());
  }

  /** A reject's own row is built to be storable: whoever forbade it has to allow it again. */
  private Commit write(LaneGrant grant, Batch batch) {
    try {
      return writer.commit(grant, batch);
    } catch (StoreException e) {
      Judged first = batch.messages().getFirst();
      boolean isReject = batch.messages().size() == 1 && first.verdict() instanceof Rejected;
      if (e.kind() != StoreException.Kind.POISON || !isReject) {
        throw e;
      }
      String message = "the quarantine's row for sequence " + first.envelope().seq();
      throw new StoreException(StoreException.Kind.HOLD, e.sqlState(), message + " is refused", e);
    }
  }

  private LaneGrant isolate(LaneGrant grant, Batch batch, StoreException cause)
      throws InterruptedException {
    int size = batch.messages().size();
    if (size > 1) {
      LaneGrant half = commit(grant, batch.slice(0, size / 2));
      return commit(half, batch.slice(size / 2, size));
    }
    Judged poison = batch.messages().getFirst();
    if (!(poison.verdict() instanceof Accepted(var message))) {
      throw cause; // held for good before it comes here
    }
    log.warn(
        "{}: PostgreSQL refused the message with sequence {} (SQLSTATE {}); it is quarantined",
        grant.stream(),
        poison.envelope().seq(),
        cause.sqlState());
    Rejected rejected =
        new Rejected(
            RejectReason.WRITE_REJECTED,
            "SQLSTATE " + cause.sqlState(),
            message.topic().tenantId());
    return commit(grant, batch.with(List.of(new Judged(poison.envelope(), rejected))));
  }
}
