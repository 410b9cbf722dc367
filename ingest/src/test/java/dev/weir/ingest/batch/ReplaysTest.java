package dev.weir.ingest.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.message.Envelope;
import dev.weir.core.message.Replay.Origin;
import dev.weir.core.message.Replay.Requested;
import dev.weir.core.message.Replay.Resolved;
import dev.weir.core.quarantine.QuarantinedMessage;
import dev.weir.core.quarantine.ReplaySource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplaysTest {

  private final List<Collection<Long>> questions = new ArrayList<>();
  private final Map<Long, QuarantinedMessage> kept = new HashMap<>();
  private final ReplaySource quarantine =
      ids -> {
        questions.add(ids);
        return kept;
      };
  private final Replays replays = new Replays(quarantine);

  @Test
  void aBatchWithoutReplaysAsksNothing() {
    List<Envelope> messages = List.of(message(1), message(2));

    assertThat(replays.resolve(messages)).isSameAs(messages);
    assertThat(questions).isEmpty();
  }

  @Test
  void aWishForNothingThatCouldBeThereAsksNothing() {
    assertThat(replays.resolve(List.of(message(1).asking(0))).getFirst().replay())
        .isEqualTo(new Requested(0));
    assertThat(questions).isEmpty();
  }

  @Test
  void oneQuestionServesAllOfABatch() {
    keep(7, "t1");
    keep(8, "t1");

    List<Envelope> resolved =
        replays.resolve(
            List.of(message(1).asking(7), message(2), message(3).asking(8), message(4).asking(7)));

    assertThat(questions).containsExactly(List.of(7L, 8L));
    assertThat(resolved).extracting(Envelope::seq).containsExactly(1L, 2L, 3L, 4L);
    assertThat(resolved)
        .extracting(e -> e.replay() instanceof Resolved r ? r.eventId() : 0L)
        .containsExactly(7L, 0L, 8L, 7L);
    assertThat(resolved.getFirst().arrivalNanos()).as("its own").isEqualTo(1_000);
    assertThat(resolved.getFirst().topic()).isEqualTo("kept");
  }

  @Test
  void whatIsNotThereOrAnothersStaysAWish() {
    keep(7, "t2");

    List<Envelope> resolved = replays.resolve(List.of(message(1).asking(7), message(2).asking(9)));

    assertThat(resolved)
        .extracting(Envelope::replay)
        .containsExactly(new Requested(7), new Requested(9));
  }

  @Test
  void aPartHoldsSoManyReplays() {
    List<Envelope> messages = new ArrayList<>();
    for (long i = 1; i <= 2 * Replays.MAX_OF_ONE_BATCH + 1; i++) {
      messages.add(message(2 * i));
      messages.add(message(2 * i + 1).asking(i));
    }

    List<List<Envelope>> parts = Replays.parts(messages);

    assertThat(parts).hasSize(3);
    assertThat(parts.stream().flatMap(List::stream).toList()).isEqualTo(messages);
    assertThat(parts)
        .allSatisfy(part ->
            assertThat(part.stream().filter(e -> e.replay() != null).count())
                .isBetween(1L, (long) Replays.MAX_OF_ONE_BATCH));
    assertThat(Replays.parts(List.of(message(1)))).hasSize(1);
  }

  private void keep(long id, String subjectTenant) {
    Resolved replay = new Resolved(id, new Origin("S", 3, 4, 5), 2, true, null);
    kept.put(
        id,
        new QuarantinedMessage(replay, subjectTenant, "kept", false, null, new byte[] {'{', '}'}));
  }

  private static Envelope message(long seq) {
    return new Envelope(seq, seq * 1_000, "t1", "topic", null, null, -1, new byte[0]);
  }
}
