package dev.weir.ingest.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.lane.Checkpoint;
import dev.weir.ingest.fakes.FakeStreams;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What may be deleted from a stream. A message of the fake weighs 100 bytes. */
class TrimmerTest {

  private final FakeStreams streams = new FakeStreams();

  @BeforeEach
  void publish() {
    for (int i = 0; i < 1_000; i++) {
      streams.publish(i, "{}");
    }
  }

  @Test
  void keepsTheShareOfTheStreamThatCommittedMessagesMayTake() {
    streams.maxBytes = 100_000;

    new Trimmer(streams, Duration.ofHours(1), 10).trim(FakeStreams.STREAM, at(800));

    // 10% of 100,000 bytes are 100 messages
    assertThat(streams.messages.firstKey()).isEqualTo(700);
  }

  @Test
  void keepsEverythingWithinTheShare() {
    streams.maxBytes = 10_000_000;

    new Trimmer(streams, Duration.ofHours(1), 10).trim(FakeStreams.STREAM, at(800));

    assertThat(streams.purgedBelow).isZero();
  }

  @Test
  void keepsTheCheckpointsOwnMessageWhateverTheWindow() {
    streams.maxBytes = 100_000;

    new Trimmer(streams, Duration.ZERO, 0).trim(FakeStreams.STREAM, at(800));

    assertThat(streams.messages.firstKey()).isEqualTo(800);
  }

  @Test
  void neverPurgesBeyondTheEndOfAStreamThatWasRewound() {
    streams.messages.tailMap(10L, false).clear();
    streams.lastSeq = 10;

    new Trimmer(streams, Duration.ZERO, 0).trim(FakeStreams.STREAM, at(800));

    assertThat(streams.messages).containsKey(10L);
  }

  @Test
  void aStreamThatIsGoneOrEmptyIsLeftAlone() {
    streams.messages.clear();
    new Trimmer(streams, Duration.ZERO, 0).trim(FakeStreams.STREAM, at(800));
    streams.exists = false;
    new Trimmer(streams, Duration.ZERO, 0).trim(FakeStreams.STREAM, at(800));

    assertThat(streams.purgedBelow).isZero();
  }

  @Test
  void aStreamThatWasMadeAgainWhileItsLaneCommittedKeepsWhatWasNeverRead() {
    Checkpoint before = at(800);
    streams.created++;

    new Trimmer(streams, Duration.ZERO, 0).trim(FakeStreams.STREAM, before);

    assertThat(streams.purgedBelow).isZero();
  }

  @Test
  void aStreamThatWasRewoundAndFilledAgainKeepsWhatWasNeverRead() {
    Checkpoint before = at(800);
    streams.messages.tailMap(500L, false).clear();
    streams.lastSeq = 500;
    for (int i = 0; i < 500; i++) {
      streams.publish(2_000 + i, "{}");
    }

    new Trimmer(streams, Duration.ZERO, 0).trim(FakeStreams.STREAM, before);

    assertThat(streams.purgedBelow).isZero();
  }

  /** The server counts what is committed against a tenant's limit as long as it is there. */
  @Test
  void leavesATenantRoomForNewMessages() {
    streams.maxBytes = 10_000_000;
    streams.maxMessagesPerSubject = 1_000;

    new Trimmer(streams, Duration.ofHours(1), 10).trim(FakeStreams.STREAM, at(1_000));

    assertThat(streams.messages).hasSizeLessThanOrEqualTo(101);
  }

  /** The checkpoint of a lane that has committed up to a sequence. */
  private Checkpoint at(long seq) {
    return new Checkpoint(seq, seq - 1, streams.created, 1);
  }
}
