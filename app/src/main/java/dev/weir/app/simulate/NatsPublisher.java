package dev.weir.app.simulate;

import dev.weir.core.message.Subjects;
import dev.weir.core.publish.Acknowledgement;
import dev.weir.core.publish.OutboundMessage;
import dev.weir.core.publish.PublishException;
import dev.weir.jetstream.TelemetryPublisher;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Publishes to JetStream; one envelope in eight goes to the stream without partitions. */
public final class NatsPublisher implements Publisher {

  private static final int UNPARTITIONED_ONE_IN = 8;

  private final TelemetryPublisher publisher;
  private final int partitions;
  private final BiConsumer<SimulatedMessage, Acknowledgement> receipts;

  /** On a publisher that stays the caller's to close. */
  public NatsPublisher(TelemetryPublisher publisher, int partitions) {
    this(publisher, partitions, (message, acknowledgement) -> {});
  }

  /**
   * The same, with an account of each message.
   *
   * @param receipts is told of every acknowledgement, by any thread
   */
  public NatsPublisher(
      TelemetryPublisher publisher,
      int partitions,
      BiConsumer<SimulatedMessage, Acknowledgement> receipts) {
    this.publisher = publisher;
    this.partitions = partitions;
    this.receipts = receipts;
  }

  @Override
  public CompletionStage<Outcome> publish(SimulatedMessage message) throws InterruptedException {
    return publisher
        .publish(outbound(message))
        .whenComplete((acknowledgement, failure) -> {
          if (acknowledgement != null) {
            receipts.accept(message, acknowledgement);
          }
        })
        .handle(NatsPublisher::outcome);
  }

  private OutboundMessage outbound(SimulatedMessage message) {
    String subject = subject(message);
    return switch (message.form()) {
      case NATIVE ->
          new OutboundMessage(
              subject, message.topic(), message.token(), null, message.messageId(), message.body());
      case ENVELOPE -> OutboundMessage.envelopeForm(subject, message.messageId(), message.body());
    };
  }

  private String subject(SimulatedMessage message) {
    String tenant = message.tenantId();
    String device = message.deviceId();
    if (tenant == null) {
      return "telemetry." + Subjects.UNREADABLE_TENANT;
    }
    boolean plain =
        message.form() == SimulatedMessage.Form.ENVELOPE
            && message.index() % UNPARTITIONED_ONE_IN == 0;
    return device == null || plain
        ? Subjects.telemetry(tenant)
        : Subjects.telemetry(tenant, device, partitions);
  }

  private static Outcome outcome(
      @Nullable Acknowledgement acknowledgement, @Nullable Throwable failure) {
    if (acknowledgement != null) {
      return acknowledgement.duplicate() ? Outcome.ALREADY_THERE : Outcome.ACKNOWLEDGED;
    }
    Throwable cause = failure instanceof CompletionException e ? e.getCause() : failure;
    if (cause instanceof PublishException refusal) {
      return switch (refusal.kind()) {
        case REFUSED, UNAVAILABLE -> Outcome.REFUSED;
        case UNKNOWN -> Outcome.UNKNOWN;
      };
    }
    return Outcome.UNKNOWN;
  }
}
