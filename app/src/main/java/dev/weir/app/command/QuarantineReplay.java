package dev.weir.app.command;

import dev.weir.app.config.Configuration;
import dev.weir.app.serve.EndSignals;
import dev.weir.core.message.Subjects;
import dev.weir.core.publish.Acknowledgement;
import dev.weir.core.publish.OutboundMessage;
import dev.weir.core.publish.PublishException;
import dev.weir.core.quarantine.QuarantinedMessage;
import dev.weir.jetstream.NatsConnection;
import dev.weir.jetstream.TelemetryPublisher;
import dev.weir.timescale.quarantine.ReplayRecord;
import dev.weir.timescale.quarantine.ReplayRequest;
import dev.weir.timescale.quarantine.ReplayStore;
import dev.weir.timescale.quarantine.ReplayTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Sends events of the quarantine through all checks again: records it, publishes a wish for each in
 * the order of their ids, and waits for what the lanes make of them.
 */
final class QuarantineReplay {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int IN_FLIGHT = 1_000;
  private static final long LOOK_EVERY_MILLIS = 100;

  private final Configuration configuration;
  private final ReplayStore replays;
  private final int partitions;

  QuarantineReplay(Configuration configuration, ReplayStore replays, int partitions) {
    this.configuration = configuration;
    this.replays = replays;
    this.partitions = partitions;
  }

  /**
   * Runs it. A signal that asks for the end, an interrupt or a failure ends the publishing; what
   * was not published by then is let go of.
   *
   * @param wait how long the outcomes are waited for
   * @return the record, as far as it is settled
   * @throws CommandException NATS is away; nothing is recorded then
   */
  ReplayRecord run(ReplayRequest request, Duration wait) throws InterruptedException {
    long id;
    try (NatsConnection nats =
        NatsConnection.start(configuration.nats().toConfig("weir-quarantine"))) {
      if (!nats.awaitConnected(PATIENCE)) {
        throw CommandException.failed(nats.reason());
      }
      try (TelemetryPublisher publisher = new TelemetryPublisher(nats, IN_FLIGHT, PATIENCE)) {
        EndSignals signals = EndSignals.listen();
        ReplayStore.Begun begun = replays.begin(request);
        id = begun.id();
        publish(begun, publisher, signals);
      }
    }
    return settled(id, wait);
  }

  private void publish(ReplayStore.Begun begun, TelemetryPublisher publisher, EndSignals signals)
      throws InterruptedException {
    Map<Long, CompletableFuture<Acknowledgement>> answers = new HashMap<>();
    try {
      for (ReplayTarget target : begun.targets()) {
        if (signals.isAsked()) {
          return;
        }
        String messageId = "replay-" + target.eventId() + '-' + UUID.randomUUID();
        OutboundMessage wish = OutboundMessage.replay(subject(target), messageId, target.eventId());
        answers.put(target.eventId(), publisher.publish(wish));
      }
    } finally {
      record(begun, answers);
    }
  }

  /** Waits for the answers, at most as long as the publisher does. */
  private void record(
      ReplayStore.Begun begun, Map<Long, CompletableFuture<Acknowledgement>> answers) {
    long published = 0;
    List<Long> nowhere = new ArrayList<>();
    for (ReplayTarget target : begun.targets()) {
      CompletableFuture<Acknowledgement> answer = answers.get(target.eventId());
      if (answer == null) {
        nowhere.add(target.eventId());
        continue;
      }
      try {
        answer.join();
        published++;
      } catch (CompletionException e) {
        if (e.getCause() instanceof PublishException refusal
            && refusal.kind() != PublishException.Kind.UNKNOWN) {
          nowhere.add(target.eventId());
        }
      }
    }
    replays.published(begun.id(), published, nowhere);
  }

  /** The device's own partition, where its order and its rate are kept. */
  private String subject(ReplayTarget target) {
    String tenantId = Subjects.decodeTenant(target.subjectTenant());
    if (tenantId == null || target.deviceId() == null) {
      return "telemetry." + QuarantinedMessage.replayToken(target.subjectTenant());
    }
    return Subjects.telemetry(tenantId, target.deviceId(), partitions);
  }

  private ReplayRecord settled(long id, Duration wait) throws InterruptedException {
    EndSignals signals = EndSignals.listen();
    long end = System.nanoTime() + wait.toNanos();
    ReplayRecord replay = replays.find(id);
    while (replay.unsettled() > 0 && !signals.isAsked() && System.nanoTime() - end < 0) {
      Thread.sleep(LOOK_EVERY_MILLIS);
      replay = replays.find(id);
    }
    return replay;
  }
}
