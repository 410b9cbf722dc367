package dev.weir.gateway.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.core.publish.Acknowledgement;
import dev.weir.core.publish.OutboundMessage;
import dev.weir.core.publish.PublishException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When the broker is told that it need not keep a message any longer. */
final class ForwarderTest {

  private static final String TOPIC = "not/a/device";

  private final List<OutboundMessage> published = new CopyOnWriteArrayList<>();
  private final List<CompletableFuture<Acknowledgement>> answers = new CopyOnWriteArrayList<>();
  private final AtomicInteger receipts = new AtomicInteger();
  private final Told told = new Told();
  private final Link link = new Link();
  private final Forwarder forwarder =
      new Forwarder(this::publish, new Translation(1, null), told, 2);

  private static final class Told implements BridgeObserver {
    final AtomicInteger retries = new AtomicInteger();
    final AtomicInteger dropped = new AtomicInteger();

    @Override
    public void received() {}

    @Override
    public void published(long nanos) {}

    @Override
    public void retrying(PublishException.Kind kind) {
      retries.incrementAndGet();
    }

    @Override
    public void dropped() {
      dropped.incrementAndGet();
    }

    @Override
    public void connectionLost() {}
  }

  private CompletableFuture<Acknowledgement> publish(OutboundMessage message) {
    published.add(message);
    CompletableFuture<Acknowledgement> answer = new CompletableFuture<>();
    answers.add(answer);
    return answer;
  }

  @BeforeEach
  void start() {
    forwarder.start();
  }

  @AfterEach
  void close() {
    forwarder.close();
  }

  @Test
  void onlyOnceJetStreamHasIt() {
    forwarder.accept(link, message(true));
    awaitPublished(1);
    assertThat(receipts).hasValue(0);
    assertThat(forwarder.inFlight()).isOne();

    answers.getFirst().complete(new Acknowledgement("S", 1, false));

    assertThat(receipts).hasValue(1);
    assertThat(forwarder.inFlight()).isZero();
  }

  @Test
  void whatIsNotTakenIsPublishedAgainUnderItsId() {
    forwarder.accept(link, message(true));
    awaitPublished(1);
    refuse(0);
    awaitPublished(2);
    refuse(1);
    awaitPublished(3);

    assertThat(published).extracting(OutboundMessage::messageId).containsOnly(id(0));
    assertThat(receipts).hasValue(0);
    assertThat(told.retries).hasValue(2);
    assertThat(forwarder.problem()).isEqualTo("full");
  }

  /** The broker sends it again on the next connection: this one is nobody's any more. */
  @Test
  void withItsConnectionAMessageEnds() {
    forwarder.accept(link, message(true));
    forwarder.accept(link, message(true));
    awaitPublished(2);
    link.end(new Link.End("gone", false));

    refuse(0);
    answers.getLast().complete(new Acknowledgement("S", 1, false));
    forwarder.accept(link, message(true));

    assertThat(receipts).hasValue(0);
    assertThat(forwarder.inFlight()).isZero();
    assertThat(published).hasSize(2);
  }

  @Test
  void whatTheBrokerDoesNotKeepIsHeldInBoundsAndWithoutItsConnection() {
    for (int i = 0; i < 5; i++) {
      forwarder.accept(link, message(false));
    }
    awaitPublished(2);
    assertThat(told.dropped).hasValue(3);
    link.end(new Link.End("gone", false));

    refuse(0);

    awaitPublished(3);
    assertThat(published.getLast().messageId()).isEqualTo(id(0));
  }

  @Test
  void whatCannotBeAcknowledgedEndsItsConnection() {
    Runnable broken =
        () -> {
          throw new IllegalStateException("no receipt");
        };
    forwarder.accept(link, new Incoming(TOPIC, new byte[0], 0, null, true, broken));
    awaitPublished(1);

    answers.getFirst().complete(new Acknowledgement("S", 1, false));

    assertThat(forwarder.inFlight()).isZero();
    assertThat(link.isOpen()).isFalse();
  }

  @Test
  void nothingIsTakenAfterTheEnd() {
    link.stopAccepting();
    forwarder.accept(link, message(true));
    assertThat(forwarder.inFlight()).isZero();
  }

  private String id(int index) {
    return String.valueOf(published.get(index).messageId());
  }

  private void refuse(int index) {
    answers
        .get(index)
        .completeExceptionally(new PublishException(PublishException.Kind.REFUSED, "full"));
  }

  private void awaitPublished(int messages) {
    await().until(() -> answers.size() == messages);
  }

  private Incoming message(boolean kept) {
    return new Incoming(TOPIC, new byte[0], 0, null, kept, receipts::incrementAndGet);
  }
}
