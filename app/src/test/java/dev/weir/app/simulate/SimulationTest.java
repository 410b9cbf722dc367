package dev.weir.app.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.app.simulate.Publisher.Outcome;
import dev.weir.core.verdict.RejectReason;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class SimulationTest {

  private static final Duration SETTLE = Duration.ofSeconds(5);

  private final Fleet fleet = new Fleet(7, "tenant", 5, 50);
  private final MessageMaker maker =
      new MessageMaker(
          1, fleet, Mix.evenlyBad(0.5, 0.1, 0.4), Instant.parse("2026-03-01T12:00:00Z"), 1_000);
  private final Ledger ledger = new Ledger();

  @Test
  void theLedgerHoldsWhatWasMade() throws Exception {
    run(plan(0, 5_000), message -> Outcome.ACKNOWLEDGED);

    Ledger.Totals totals = ledger.totals();
    Map<Expectation, Long> made = new HashMap<>();
    for (int i = 0; i < 5_000; i++) {
      made.merge(maker.make(i).expectation(), 1L, Long::sum);
    }
    assertThat(totals.published()).isEqualTo(5_000);
    assertThat(totals.stored()).isEqualTo(made.get(Expectation.STORED));
    assertThat(totals.duplicates()).isEqualTo(made.get(Expectation.DUPLICATE));
    totals
        .rejected()
        .forEach((reason, count) ->
            assertThat(count).isEqualTo(made.get(new Expectation.Rejected(reason))));
    assertThat(totals.stored() + totals.duplicates() + totals.rejectedInAll()).isEqualTo(5_000);
    assertThat(totals.isExact()).isTrue();
  }

  @Test
  void whatIsRefusedIsSentAgain() throws Exception {
    AtomicLong attempts = new AtomicLong();
    run(
        plan(0, 1_000),
        message -> attempts.incrementAndGet() <= 300 ? Outcome.REFUSED : Outcome.ACKNOWLEDGED);

    assertThat(ledger.totals().published()).isEqualTo(1_000);
    assertThat(ledger.totals().resent()).isEqualTo(300);
    assertThat(ledger.totals().isExact()).isTrue();
  }

  @Test
  void whatGotThroughWithoutAnAnswerCountsOnce() throws Exception {
    Map<String, Boolean> stored = new ConcurrentHashMap<>();
    run(
        plan(0, 1_000),
        message -> {
          if (stored.putIfAbsent(message.messageId(), true) != null) {
            return Outcome.ALREADY_THERE;
          }
          return message.index() % 10 == 0 ? Outcome.UNKNOWN : Outcome.ACKNOWLEDGED;
        });

    assertThat(ledger.totals().published()).isEqualTo(1_000);
    assertThat(ledger.totals().alreadyThere()).isZero();
    assertThat(ledger.totals().isExact()).isTrue();
  }

  @Test
  void whatIsAnsweredAtOnceIsNotPublished() throws Exception {
    run(
        plan(0, 5_000),
        message ->
            message.expectation() instanceof Expectation.Rejected(RejectReason reason)
                ? new Outcome.Answered(reason.name())
                : Outcome.ACKNOWLEDGED);

    Ledger.Totals totals = ledger.totals();
    assertThat(totals.answered()).hasSizeGreaterThan(10);
    assertThat(totals.rejected()).isEmpty();
    assertThat(totals.published()).isEqualTo(totals.stored() + totals.duplicates());
    assertThat(totals.published() + totals.answeredInAll()).isEqualTo(5_000);
    assertThat(totals.surprises()).isEmpty();
  }

  @Test
  void aRefusalAfterAnAttemptWithoutAnAnswerIsInDoubt() throws Exception {
    Map<String, Boolean> tried = new ConcurrentHashMap<>();
    run(
        plan(0, 5_000),
        message -> {
          if (!(message.expectation() instanceof Expectation.Rejected(RejectReason reason))) {
            return Outcome.ACKNOWLEDGED;
          }
          return reason == RejectReason.TOKEN_INVALID
                  && tried.putIfAbsent(message.messageId(), true) == null
              ? Outcome.UNKNOWN
              : new Outcome.Answered(reason.name());
        });

    Ledger.Totals totals = ledger.totals();
    assertThat(totals.doubtful())
        .containsOnly(
            Map.entry(
                RejectReason.TOKEN_INVALID, totals.answered().get(RejectReason.TOKEN_INVALID)));
    assertThat(totals.isExact()).isTrue();
  }

  @Test
  void anAnswerThatNobodyExpectedIsTold() throws Exception {
    run(plan(0, 1_000), message -> new Outcome.Answered("TOKEN_INVALID"));

    Ledger.Totals totals = ledger.totals();
    assertThat(totals.answered()).containsOnlyKeys(RejectReason.TOKEN_INVALID);
    assertThat(totals.surprises())
        .containsKeys("a reading answered TOKEN_INVALID", "TOKEN_MISSING answered TOKEN_INVALID");
    assertThat(totals.answeredInAll() + totals.surprisesInAll()).isEqualTo(1_000);
    assertThat(totals.published()).isZero();
  }

  @Test
  void whoIsAskedToWaitWaits() throws Exception {
    AtomicLong attempts = new AtomicLong();
    long started = System.nanoTime();
    run(
        plan(0, 10),
        message ->
            attempts.incrementAndGet() <= 10
                ? new Outcome.Later(Duration.ofMillis(700), true)
                : Outcome.ACKNOWLEDGED);

    assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThan(Duration.ofMillis(700));
    assertThat(ledger.totals().published()).isEqualTo(10);
    assertThat(ledger.totals().resent()).isEqualTo(10);
  }

  @Test
  void anIdOfAFormerRunIsNotCounted() throws Exception {
    run(plan(0, 100), message -> Outcome.ALREADY_THERE);

    assertThat(ledger.totals().published()).isZero();
    assertThat(ledger.totals().alreadyThere()).isEqualTo(100);
  }

  @Test
  void whatStaysWithoutAnAnswerIsTold() throws Exception {
    run(
        new SimulationPlan(0, 10, Duration.ZERO, Duration.ofMillis(300)),
        message -> message.index() < 3 ? Outcome.UNKNOWN : Outcome.ACKNOWLEDGED);

    assertThat(ledger.totals().published()).isEqualTo(7);
    assertThat(ledger.totals().unsettled()).isEqualTo(3);
    assertThat(ledger.totals().isExact()).isFalse();
  }

  @Test
  void keepsItsRate() throws Exception {
    long started = System.nanoTime();
    run(plan(2_000, 1_000), message -> Outcome.ACKNOWLEDGED);

    assertThat(Duration.ofNanos(System.nanoTime() - started))
        .isBetween(Duration.ofMillis(480), Duration.ofSeconds(3));
  }

  @Test
  void endsAfterItsDuration() throws Exception {
    run(
        new SimulationPlan(100, 0, Duration.ofMillis(300), SETTLE),
        message -> Outcome.ACKNOWLEDGED);

    assertThat(ledger.totals().published()).isBetween(20L, 31L);
  }

  @Test
  void stopsWhenTold() throws Exception {
    AtomicLong sent = new AtomicLong();
    new Simulation(maker, answering(message -> countTo(sent)), ledger)
        .run(plan(0, 0), () -> sent.get() >= 50);

    assertThat(ledger.totals().published()).isEqualTo(50);
  }

  private static Outcome countTo(AtomicLong sent) {
    sent.incrementAndGet();
    return Outcome.ACKNOWLEDGED;
  }

  private void run(SimulationPlan plan, Function<SimulatedMessage, Outcome> answers)
      throws InterruptedException {
    new Simulation(maker, answering(answers), ledger).run(plan, () -> false);
  }

  private static SimulationPlan plan(double rate, long messages) {
    return new SimulationPlan(rate, messages, Duration.ZERO, SETTLE);
  }

  private static Publisher answering(Function<SimulatedMessage, Outcome> answers) {
    return new Publisher() {
      @Override
      public CompletionStage<Outcome> publish(SimulatedMessage message) {
        return CompletableFuture.completedFuture(answers.apply(message));
      }
    };
  }
}
