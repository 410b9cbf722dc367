package dev.weir.core.store;

import dev.weir.core.lane.Checkpoint;
import java.util.List;

/**
 * What a committed batch came to.
 *
 * @param stored rows written to {@code telemetry}
 * @param duplicates messages that were there already
 * @param rejected the rest, counted
 */
public record Commit(
    Checkpoint checkpoint, long stored, long duplicates, List<RejectCount> rejected) {

  public Commit {
    rejected = List.copyOf(rejected);
  }
}
