package dev.weir.timescale.batch;

import dev.weir.core.lane.Checkpoint;
import dev.weir.core.lane.LaneGrant;
import dev.weir.core.message.Envelope;
import dev.weir.core.message.Replay;
import dev.weir.core.message.Replay.Resolved;
import dev.weir.core.message.TelemetryMessage;
import dev.weir.core.store.Batch;
import dev.weir.core.verdict.Judged;
import dev.weir.core.verdict.Verdict.Accepted;
import dev.weir.core.verdict.Verdict.Rejected;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A batch taken apart.
 *
 * @param accepted positions in the batch of what is to be stored, ascending
 * @param rejected what was refused, in stream order
 * @param target where the lane stands once the batch is committed
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; boxing would cost every message
record PreparedBatch(
    LaneGrant grant, Batch batch, int[] accepted, List<Reject> rejected, Checkpoint target) {

  static PreparedBatch of(LaneGrant grant, Batch batch) {
    List<Judged> messages = batch.messages();
    if (messages.isEmpty()) {
      throw new IllegalArgumentException("a batch has at least one message");
    }
    int[] accepted = new int[messages.size()];
    int count = 0;
    List<Reject> rejected = new ArrayList<>();
    for (int i = 0; i < messages.size(); i++) {
      Judged judged = messages.get(i);
      switch (judged.verdict()) {
        case Accepted _ -> accepted[count++] = i;
        case Rejected verdict -> rejected.add(new Reject(i, judged.envelope(), verdict));
      }
    }
    Envelope last = messages.getLast().envelope();
    Checkpoint target = grant.checkpoint().advancedTo(last.seq(), last.arrivalNanos());
    return new PreparedBatch(grant, batch, Arrays.copyOf(accepted, count), rejected, target);
  }

  /** The message at a position of {@link #accepted}. */
  TelemetryMessage message(int position) {
    return switch (batch.messages().get(position).verdict()) {
      case Accepted a -> a.message();
      case Rejected _ -> throw new IllegalArgumentException("refused: " + position);
    };
  }

  /** With {@link #streamSeq} the place in a stream that is a reading's identity without a seq. */
  long incarnation(int position) {
    return replay(position) instanceof Resolved replay
        ? replay.origin().incarnation()
        : incarnation();
  }

  long streamSeq(int position) {
    return replay(position) instanceof Resolved replay
        ? replay.origin().seq()
        : batch.messages().get(position).envelope().seq();
  }

  /** The lane's own. */
  long incarnation() {
    return grant.checkpoint().incarnation();
  }

  private @Nullable Replay replay(int position) {
    return batch.messages().get(position).envelope().replay();
  }
}
