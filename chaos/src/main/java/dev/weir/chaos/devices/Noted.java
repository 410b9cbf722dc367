package dev.weir.chaos.devices;

import dev.weir.app.simulate.Publisher;
import dev.weir.app.simulate.SimulatedMessage;
import dev.weir.chaos.ledger.Acknowledged;
import dev.weir.core.publish.Acknowledgement;
import java.util.concurrent.CompletionStage;

/** Remembers of which messages a device was told that they were taken in. */
final class Noted implements Publisher {

  /** Stands for the stream, which no device is told. */
  private static final String NOWHERE = "-";

  private final Publisher publisher;
  private final Acknowledged acknowledged;

  Noted(Publisher publisher, Acknowledged acknowledged) {
    this.publisher = publisher;
    this.acknowledged = acknowledged;
  }

  @Override
  public CompletionStage<Outcome> publish(SimulatedMessage message) throws InterruptedException {
    return publisher
        .publish(message)
        .whenComplete((outcome, failure) -> {
          if (Outcome.ACKNOWLEDGED.equals(outcome) || Outcome.ALREADY_THERE.equals(outcome)) {
            acknowledged.add(message, new Acknowledgement(NOWHERE, message.index(), false));
          }
        });
  }
}
