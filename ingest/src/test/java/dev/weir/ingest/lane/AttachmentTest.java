package dev.weir.ingest.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.core.lane.Checkpoint;
import dev.weir.core.lane.LaneGrant;
import dev.weir.core.store.StoreException;
import dev.weir.core.stream.StreamException;
import dev.weir.ingest.fakes.FakeStore;
import dev.weir.ingest.fakes.FakeStreams;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a lane does when the stream's history is not the one its checkpoint knows. */
class AttachmentTest {

  private final FakeStreams streams = new FakeStreams();
  private final FakeStore store = new FakeStore();
  private long nanoTime = 1;
  private final Attachment attachment = new Attachment(streams, store, () -> nanoTime);

  @Test
  void theFirstAttachBeginsAnIncarnationAtTheStart() {
    LaneGrant grant = attachment.attach(store.grant());

    assertThat(grant.checkpoint()).isEqualTo(new Checkpoint(0, 0, 1_000, 1));
  }

  @Test
  void theSameStreamGoesOnWhereItStood() {
    publish(10);
    committedUpTo(7);

    LaneGrant grant = attachment.attach(store.grant());

    assertThat(grant).isEqualTo(store.grant());
    assertThat(grant.checkpoint().incarnation()).isEqualTo(1);
  }

  @Test
  void aStreamPurgedByHandIsTheSameStream() {
    publish(10);
    committedUpTo(7);
    streams.messages.clear();

    assertThat(attachment.attach(store.grant()).checkpoint().lastSeq()).isEqualTo(7);
  }

  @Test
  void aStreamMadeAgainIsReadFromItsStart() {
    publish(10);
    committedUpTo(7);
    remake(2_000_000);
    streams.publish(2_000_100, "new");

    Checkpoint checkpoint = attachment.attach(store.grant()).checkpoint();

    assertThat(checkpoint.lastSeq()).isZero();
    assertThat(checkpoint.incarnation()).isEqualTo(2);
    assertThat(checkpoint.streamCreatedNanos()).isEqualTo(2_000_000);
  }

  @Test
  void aStreamMadeAgainAndAlreadyLongerIsReadFromItsStart() {
    publish(10);
    committedUpTo(7);
    remake(2_000_000);
    for (int i = 0; i < 20; i++) {
      streams.publish(3_000_000 + i, "new");
    }

    assertThat(attachment.attach(store.grant()).checkpoint().lastSeq()).isZero();
  }

  @Test
  void aCopyWithAnotherCreationTimeButTheSameMessagesGoesOn() {
    publish(10);
    committedUpTo(7);
    streams.created = 2_000_000;

    Checkpoint checkpoint = attachment.attach(store.grant()).checkpoint();

    assertThat(checkpoint.lastSeq()).isEqualTo(7);
    assertThat(checkpoint.streamCreatedNanos()).isEqualTo(2_000_000);
  }

  @Test
  void aStreamThatLostItsEndWaitsForWhatComesAfterIt() {
    publish(10);
    committedUpTo(7);
    loseAfter(4);
    waitInVain();

    Checkpoint checkpoint = attachment.attach(store.grant()).checkpoint();

    assertThat(checkpoint.lastSeq()).isEqualTo(4);
    assertThat(checkpoint.incarnation()).isEqualTo(2);
  }

  @Test
  void aServerThatStillCatchesUpIsWaitedFor() {
    publish(10);
    committedUpTo(7);
    var late = new TreeMap<>(streams.messages.tailMap(5L));
    loseAfter(4);

    assertThatThrownBy(() -> attachment.attach(store.grant()))
        .isInstanceOf(StreamException.class)
        .hasMessageContaining("ends at sequence 4, before the checkpoint 7");
    streams.messages.putAll(late);
    streams.lastSeq = 10;

    assertThat(attachment.attach(store.grant())).isEqualTo(store.grant());
    assertThat(store.incarnations).isEqualTo(1);
  }

  @Test
  void whatCameAfterALostEndIsReadEvenUnderSequencesSeenBefore() {
    publish(10);
    committedUpTo(7);
    loseAfter(4);
    for (int i = 0; i < 9; i++) {
      streams.publish(9_000_000 + i, "new");
    }

    assertThat(attachment.attach(store.grant()).checkpoint().lastSeq()).isEqualTo(4);
  }

  @Test
  void attachingTwiceToARewoundStreamBeginsOneIncarnation() {
    publish(10);
    committedUpTo(7);
    loseAfter(4);
    waitInVain();

    LaneGrant first = attachment.attach(store.grant());
    LaneGrant second = attachment.attach(first);

    assertThat(second).isEqualTo(first);
    assertThat(store.incarnations).isEqualTo(2);
  }

  @Test
  void aLaneTakenOverMeanwhileIsLetGo() {
    LaneGrant old = store.grant();
    store.epoch++;

    assertThatThrownBy(() -> attachment.attach(old))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.FENCED));
  }

  @Test
  void aStreamThatIsGoneIsSaidByName() {
    streams.exists = false;

    assertThatThrownBy(() -> attachment.attach(store.grant()))
        .isInstanceOf(StreamException.class)
        .hasMessageContaining(FakeStreams.STREAM);
  }

  private void publish(int count) {
    for (int i = 1; i <= count; i++) {
      streams.publish(1_000_000 + i * 100L, "old");
    }
  }

  private void committedUpTo(long seq) {
    long time = streams.arrivalNanos(FakeStreams.STREAM, seq).orElseThrow();
    store.incarnations = 1;
    store.checkpoint = new Checkpoint(seq, time, streams.created, 1);
  }

  private void remake(long createdNanos) {
    streams.messages.clear();
    streams.lastSeq = 0;
    streams.created = createdNanos;
  }

  /** For as long as a stream that lost its end is taken for one that may catch up. */
  private void waitInVain() {
    assertThatThrownBy(() -> attachment.attach(store.grant())).isInstanceOf(StreamException.class);
    nanoTime += 5_000_000_000L;
  }

  private void loseAfter(long seq) {
    streams.messages.tailMap(seq, false).clear();
    streams.lastSeq = seq;
  }
}
