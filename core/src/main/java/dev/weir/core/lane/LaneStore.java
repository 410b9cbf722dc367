package dev.weir.core.lane;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who owns which lane, and how far each has come. All times are those of the database's clock.
 * Every method throws {@link dev.weir.core.store.StoreException} where the database cannot be asked
 * now.
 */
public interface LaneStore {

  /** Makes a row for each stream that has none, with no owner and nothing read. */
  void addMissing(Collection<String> streams);

  /** Says that this process takes part for another lease; returns all that do, sorted. */
  List<String> heartbeat(String member, Duration lease);

  /** Says that this process no longer takes part. */
  void leave(String member);

  /** All lanes, sorted by stream. */
  List<LaneStatus> list();

  /**
   * Takes a lane that is free, and raises its epoch. A transaction of the former owner that still
   * holds the row, its lease run out, is ended.
   *
   * @return null where somebody else has it, or could not be got rid of yet
   */
  @Nullable LaneGrant take(String stream, String member, Duration lease);

  /**
   * Prolongs the leases of lanes that are between two commits; a commit prolongs its own lane's.
   * Grants that are no longer good are passed over.
   */
  void renew(Collection<LaneGrant> grants, Duration lease);

  /** Gives a lane back for anybody to take at once; nothing happens where the grant is void. */
  void release(LaneGrant grant);

  /**
   * Records that the stream's history is another one than the checkpoint's, under an incarnation
   * that was never given before.
   *
   * @param grant the grant with the checkpoint as it is stored now
   * @param start after which reading starts; its incarnation is not looked at
   * @return the grant to go on with; null where it is void
   */
  @Nullable LaneGrant reincarnate(LaneGrant grant, Checkpoint start);
}
