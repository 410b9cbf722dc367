package dev.weir.core.lane;

/**
 * Proof that a lane is ours: whoever takes it over raises the epoch, and from then on a commit
 * under this grant finds no row.
 */
public record LaneGrant(String stream, long epoch, Checkpoint checkpoint) {

  public LaneGrant at(Checkpoint next) {
    return new LaneGrant(stream, epoch, next);
  }
}
