package dev.weir.core.store;

import dev.weir.core.lane.LaneGrant;

/** Writes a batch and the lane's checkpoint in one transaction. */
public interface BatchWriter extends AutoCloseable {

  /**
   * Commits all of the batch, or nothing. After a connection that died during COMMIT the same call
   * may be made again: it finds out whether the first one went through.
   *
   * @param grant the lane, at the checkpoint that the batch follows
   * @throws StoreException nothing of the batch is committed, or it is not known (then {@code
   *     TRANSIENT})
   */
  Commit commit(LaneGrant grant, Batch batch);

  /** Lets go of what it holds beside the database. */
  @Override
  default void close() {}
}
