package dev.weir.ingest.lane;

import static org.assertj.core.api.Assertions.assertThat;

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

    new Trimmer(streams, Duration.ofHours(1), 10).trim(FakeStreams.STREAM, 800);

    // 10% of 100,000 bytes are 100 messages
    assertThat(streams.messages.firstKey()).isEqualTo(700);
  }

  @Test
  void keepsEverythingWithinTheShare() {
    streams.maxBytes = 10_000_000;

    new Trimmer(streams, Duration.ofHours(1), 10).trim(FakeStreams.STREAM, 800);

    assertThat(streams.purgedBelow).isZero();
  }

  @Test
  void keepsTheCheckpointsOwnMessageWhateverTheWindow() {
    streams.maxBytes = 100_000;

    new Trimmer(streams, Duration.ZERO, 0).trim(FakeStreams.STREAM, 800);

    assertThat(streams.messages.firstKey()).isEqualTo(800);
  }

  @Test
  void neverPurgesBeyondTheEndOfAStreamThatWasRewound() {
    streams.messages.tailMap(10L, false).clear();
    streams.lastSeq = 10;

    new Trimmer(streams, Duration.ZERO, 0).trim(FakeStreams.STREAM, 800);

    assertThat(streams.messages).containsKey(10L);
  }

  @Test
  void aStreamThatIsGoneOrEmptyIsLeftAlone() {
    streams.messages.clear();
    new Trimmer(streams, Duration.ZERO, 0).trim(FakeStreams.STREAM, 800);
    streams.exists = false;
    new Trimmer(streams, Duration.ZERO, 0).trim(FakeStreams.STREAM, 800);

    assertThat(streams.purgedBelow).isZero();
  }
}
