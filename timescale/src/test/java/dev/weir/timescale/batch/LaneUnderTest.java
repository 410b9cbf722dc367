package dev.weir.timescale.batch;

import dev.weir.core.lane.LaneGrant;
import dev.weir.core.route.FanOut;
import dev.weir.core.store.Batch;
import dev.weir.core.store.Commit;
import dev.weir.core.verdict.Judged;
import dev.weir.timescale.Stage;
import dev.weir.timescale.lane.PostgresLaneStore;
import java.util.List;
import java.util.Objects;

/** A lane that is ours, and its writer. */
final class LaneUnderTest {

  final PostgresBatchWriter writer;
  LaneGrant grant;

  LaneUnderTest(Stage stage, String stream) {
    PostgresLaneStore lanes = new PostgresLaneStore(stage.database);
    lanes.addMissing(List.of(stream));
    grant = Objects.requireNonNull(lanes.take(stream, "test", Stage.LEASE));
    writer = new PostgresBatchWriter(stage.database, Stage.LEASE, FanOut.NONE, 0);
  }

  Commit commit(Judged... messages) {
    return commit(Messages.batch(messages));
  }

  Commit commit(Batch batch) {
    Commit commit = writer.commit(grant, batch);
    grant = grant.at(commit.checkpoint());
    return commit;
  }
}
