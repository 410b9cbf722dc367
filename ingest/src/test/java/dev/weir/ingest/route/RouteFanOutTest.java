package dev.weir.ingest.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.publish.BatchPublisher;
import dev.weir.core.publish.OutboundMessage;
import dev.weir.core.route.FanOut.Untaken;
import dev.weir.core.route.RouteJob;
import dev.weir.ingest.fakes.NoObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When jobs are tried, and when they are dead letters without a try. */
class RouteFanOutTest {

  private final Publisher publisher = new Publisher();
  private long now;
  private final RouteFanOut fanOut =
      new RouteFanOut(publisher, Duration.ofSeconds(1), new NoObserver(), () -> now);

  /** Knows by a message's id what becomes of it; what it does not know is stored. */
  private static final class Publisher implements BatchPublisher {
    final Map<String, Fault> faults = new HashMap<>();
    final List<String> tried = new ArrayList<>();
    boolean interrupts;

    @Override
    public List<@Nullable Unpublished> publish(List<OutboundMessage> messages, Duration patience)
        throws InterruptedException {
      if (interrupts) {
        throw new InterruptedException();
      }
      List<@Nullable Unpublished> outcomes = new ArrayList<>();
      for (OutboundMessage message : messages) {
        String id = String.valueOf(message.messageId());
        tried.add(id);
        Fault fault = faults.get(id);
        outcomes.add(fault == null ? null : new Unpublished(fault, "why"));
      }
      return outcomes;
    }

    @Override
    public void close() {}
  }

  @Test
  void whatTheStreamHasIsTaken() {
    assertThat(publish("a-1", "a-2")).isEmpty();
    assertThat(publisher.tried).containsExactly("a-1", "a-2");
  }

  @Test
  void aTenantThatWasRefusedIsTriedAgainAfterFiveSeconds() {
    publisher.faults.put("a-1", BatchPublisher.Fault.REFUSED);

    assertThat(publish("a-1", "b-1")).containsExactly("a-1: the stream ROUTES refused it: why");
    after(4_900);
    assertThat(publish("a-2", "b-2"))
        .containsExactly("a-2: the stream ROUTES refused others of this tenant a moment ago");
    after(100);
    assertThat(publish("a-3")).isEmpty();
    assertThat(publisher.tried).containsExactly("a-1", "b-1", "b-2", "a-3");
  }

  @Test
  void aStreamThatAnswersNothingIsTriedAgainAfterTwoSeconds() {
    publisher.faults.put("a-1", BatchPublisher.Fault.UNANSWERED);

    assertThat(publish("a-1")).containsExactly("a-1: the stream ROUTES did not answer: why");
    after(1_900);
    assertThat(publish("b-1")).containsExactly("b-1: the stream ROUTES was away a moment ago");
    after(100);
    assertThat(publish("b-2")).isEmpty();
    assertThat(publisher.tried).containsExactly("a-1", "b-2");
  }

  @Test
  void moreThanCouldBeSentInTimeSaysNothingOfTheStream() {
    publisher.faults.put("a-2", BatchPublisher.Fault.UNANSWERED);

    assertThat(publish("a-1", "a-2")).hasSize(1);
    assertThat(publish("a-3")).isEmpty();
  }

  @Test
  void aJobThatCannotBePublishedSaysNothingOfOthers() {
    publisher.faults.put("a-1", BatchPublisher.Fault.UNFIT);

    assertThat(publish("a-1")).containsExactly("a-1: it cannot be published: why");
    assertThat(publish("a-2")).isEmpty();
  }

  @Test
  void anInterruptIsKeptAndLosesNoJob() {
    publisher.interrupts = true;

    assertThat(publish("a-1", "a-2")).hasSize(2);
    assertThat(Thread.interrupted()).isTrue();
  }

  private void after(long millis) {
    now += Duration.ofMillis(millis).toNanos();
  }

  private List<String> publish(String... ids) {
    List<RouteJob> jobs =
        List.of(ids).stream()
            .map(id -> new RouteJob(1, id.substring(0, 1), id, "topic", new byte[0]))
            .toList();
    return fanOut.publish(jobs).stream()
        .map((Untaken untaken) -> untaken.job().deliveryId() + ": " + untaken.reason())
        .toList();
  }
}
