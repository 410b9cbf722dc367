package dev.weir.app.command;

import dev.weir.app.config.Configuration;
import dev.weir.app.serve.EndSignals;
import dev.weir.core.publish.Acknowledgement;
import dev.weir.core.publish.OutboundMessage;
import dev.weir.jetstream.NatsConnection;
import dev.weir.jetstream.TelemetryPublisher;
import dev.weir.timescale.database.Database;
import dev.weir.timescale.deadletter.DeadLetterFilter;
import dev.weir.timescale.deadletter.DeadLetterReplay;
import dev.weir.timescale.deadletter.DeadLetters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Sends dead letters to delivery again, in the order of their ids. */
final class DlqReplay {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int IN_FLIGHT = DeadLetters.CHUNK;

  /**
   * What came of it.
   *
   * @param failed that the stream did not take: they stay as they were
   */
  record Result(long published, long failed, List<DeadLetterReplay.Refused> refused) {}

  private final Configuration configuration;
  private final DeadLetterReplay replay;

  DlqReplay(Configuration configuration, Database database) {
    this.configuration = configuration;
    replay = new DeadLetterReplay(database);
  }

  /**
   * Runs it; a signal that asks for the end ends it after the chunk in hand.
   *
   * @throws CommandException NATS is away
   */
  Result run(DeadLetterFilter filter, int limit) throws InterruptedException {
    try (NatsConnection nats = NatsConnection.start(configuration.nats().toConfig("weir-dlq"))) {
      if (!nats.awaitConnected(PATIENCE)) {
        throw CommandException.failed(nats.reason());
      }
      try (TelemetryPublisher publisher = new TelemetryPublisher(nats, IN_FLIGHT, PATIENCE)) {
        return run(filter, limit, publisher, EndSignals.listen());
      }
    }
  }

  private Result run(
      DeadLetterFilter filter, int limit, TelemetryPublisher publisher, EndSignals signals) {
    long published = 0;
    long failed = 0;
    List<DeadLetterReplay.Refused> refused = new ArrayList<>();
    long after = 0;
    int left = limit;
    while (left > 0 && !signals.isAsked()) {
      int most = Math.min(DeadLetters.CHUNK, left);
      var chunk = replay.replay(filter, after, most, candidates -> publish(candidates, publisher));
      published += chunk.published();
      failed += chunk.failed();
      refused.addAll(chunk.refused());
      Long last = chunk.lastId();
      if (last == null || chunk.failed() > 0) {
        break;
      }
      after = last;
      left -= most;
    }
    return new Result(published, failed, refused);
  }

  /** Under the delivery's own id, but as a new message: JetStream may still know the former. */
  private static Set<Long> publish(
      List<DeadLetterReplay.Candidate> candidates, TelemetryPublisher publisher) {
    Map<Long, CompletableFuture<Acknowledgement>> answers = new HashMap<>();
    try {
      for (DeadLetterReplay.Candidate candidate : candidates) {
        String messageId = candidate.job().deliveryId() + "-r" + candidate.replay();
        answers.put(
            candidate.letterId(),
            publisher.publish(OutboundMessage.job(candidate.job(), messageId)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // what was sent counts
    }
    Set<Long> taken = new HashSet<>();
    answers.forEach((id, answer) -> {
      try {
        answer.join();
        taken.add(id);
      } catch (CompletionException refused) {
        // it stays as it was, and is counted
      }
    });
    return taken;
  }
}
