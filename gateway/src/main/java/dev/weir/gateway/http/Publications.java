package dev.weir.gateway.http;

import dev.weir.core.message.Envelope;
import dev.weir.core.message.Topic;
import dev.weir.core.publish.Acknowledgement;
import dev.weir.core.publish.DeviceSubject;
import dev.weir.core.publish.MessagePublisher;
import dev.weir.core.publish.OutboundMessage;
import dev.weir.core.publish.PublishException;
import dev.weir.core.settings.SettingsSnapshot;
import dev.weir.gateway.http.Ruling.Passed;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Puts accepted messages into the streams, and knows what it means where that fails. */
final class Publications {

  private final MessagePublisher publisher;
  private final PartitionGates gates;
  private final GatewayObserver observer;

  Publications(MessagePublisher publisher, PartitionGates gates, GatewayObserver observer) {
    this.publisher = publisher;
    this.gates = gates;
    this.observer = observer;
  }

  /**
   * Publishes messages in their order; each body travels byte for byte, its token beside it.
   *
   * @return for each of them what JetStream says; null for those that did not pass
   */
  List<@Nullable CompletableFuture<Acknowledgement>> publish(
      List<Ruling> rulings, Names names, SettingsSnapshot settings) throws InterruptedException {
    List<@Nullable CompletableFuture<Acknowledgement>> publications =
        new ArrayList<>(rulings.size());
    try {
      for (Ruling ruling : rulings) {
        publications.add(ruling instanceof Passed passed ? publish(passed, names) : null);
      }
      return publications;
    } finally {
      gates.giveBack(rulings.subList(publications.size(), rulings.size()), settings);
    }
  }

  private CompletableFuture<Acknowledgement> publish(Passed passed, Names names)
      throws InterruptedException {
    Topic topic = passed.message().topic();
    Envelope envelope = passed.envelope();
    String name = topic.toString();
    return publisher.publish(
        new OutboundMessage(
            DeviceSubject.of(name, topic, gates.count()),
            name,
            envelope.token(),
            null,
            names.of(passed),
            envelope.body()));
  }

  /**
   * Waits for JetStream's answer.
   *
   * @return what to tell the sender; null where JetStream has the message
   */
  @Nullable Problem await(
      CompletableFuture<Acknowledgement> publication, Passed passed, SettingsSnapshot settings) {
    try {
      Acknowledgement acknowledgement = publication.join();
      observer.accepted(acknowledgement.duplicate());
      return null;
    } catch (CompletionException e) {
      if (e.getCause() instanceof PublishException cause) {
        gates.giveBack(List.of(passed), settings);
        return Problem.unavailable(explain(cause));
      }
      throw e;
    }
  }

  private static String explain(PublishException cause) {
    return switch (cause.kind()) {
      case REFUSED -> "the stream takes no more now: " + cause.getMessage();
      case UNAVAILABLE -> "the streams cannot be reached now";
      case UNKNOWN -> "the stream did not say in time whether it has the message: send it again";
    };
  }
}
