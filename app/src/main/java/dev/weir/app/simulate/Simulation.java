package dev.weir.app.simulate;

import dev.weir.app.simulate.Publisher.Outcome;
import java.time.Duration;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends a fleet's messages and keeps the ledger. A message without an answer, or refused, is sent
 * again under its own id until it is acknowledged, so the ledger stays exact through outages.
 */
public final class Simulation {

  private static final long RESEND_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long NAP_MILLIS = 20;

  /** Nobody wakes up for less: of a fast schedule what is due in a millisecond goes out at once. */
  private static final long LEAST_SLEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** New messages wait while so many old ones are to be sent again. */
  private static final int MAX_TO_RESEND = 1_000;

  /**
   * How long publishers are to wait for an answer: a message in flight when a broker dies gets
   * none, and is to be sent again while its id is remembered.
   */
  public static final Duration ANSWER_BOUND = Duration.ofSeconds(5);

  /** With that bound no more than the shortest sensible duplicate window of a stream. */
  private static final Duration ID_REMEMBERED = Duration.ofSeconds(25);

  private final MessageMaker maker;
  private final Publisher publisher;
  private final Ledger ledger;
  private final long idRememberedNanos;
  private final DelayQueue<Attempt> toResend = new DelayQueue<>();
  private final AtomicLong unanswered = new AtomicLong();

  public Simulation(MessageMaker maker, Publisher publisher, Ledger ledger) {
    this(maker, publisher, ledger, ID_REMEMBERED);
  }

  /**
   * The same, on a system whose duplicate window is known.
   *
   * @param idRemembered how long a message without an answer may be sent again under its id
   */
  public Simulation(MessageMaker maker, Publisher publisher, Ledger ledger, Duration idRemembered) {
    this.idRememberedNanos = idRemembered.toNanos();
    this.maker = maker;
    this.publisher = publisher;
    this.ledger = ledger;
  }

  /**
   * Runs until the plan is fulfilled, or it is told to stop, and then until all is settled.
   *
   * @param stopped asked often, from this thread
   */
  public void run(SimulationPlan plan, BooleanSupplier stopped) throws InterruptedException {
    long started = System.nanoTime();
    for (long index = 0;
        !stopped.getAsBoolean() && !plan.isOver(index, System.nanoTime() - started);
        index++) {
      resend();
      while (toResend.size() >= MAX_TO_RESEND && !stopped.getAsBoolean()) {
        Thread.sleep(NAP_MILLIS);
        resend();
      }
      awaitDue(plan.dueNanos(index) - (System.nanoTime() - started), stopped);
      send(new Attempt(maker.make(index), 0, 0));
    }
    settle(plan.settle());
  }

  private void awaitDue(long nanos, BooleanSupplier stopped) throws InterruptedException {
    long until = System.nanoTime() + nanos;
    for (long left = nanos; left > 0 && !stopped.getAsBoolean(); left = until - System.nanoTime()) {
      TimeUnit.NANOSECONDS.sleep(
          Math.clamp(left, LEAST_SLEEP_NANOS, TimeUnit.MILLISECONDS.toNanos(NAP_MILLIS)));
      resend();
    }
  }

  private void settle(Duration bound) throws InterruptedException {
    long until = System.nanoTime() + bound.toNanos();
    while (unanswered.get() > 0 && System.nanoTime() - until < 0) {
      resend();
      Thread.sleep(NAP_MILLIS);
    }
    ledger.unsettled(unanswered.get());
  }

  private void resend() throws InterruptedException {
    for (Attempt due = toResend.poll(); due != null; due = toResend.poll()) {
      ledger.resent();
      unanswered.decrementAndGet();
      send(due);
    }
  }

  private void send(Attempt attempt) throws InterruptedException {
    unanswered.incrementAndGet();
    var _ =
        publisher
            .publish(attempt.message())
            .whenComplete((outcome, failure) -> settle(attempt, outcome));
  }

  private void settle(Attempt attempt, @Nullable Outcome outcome) {
    switch (outcome == null ? Outcome.UNKNOWN : outcome) {
      case Outcome.Plain plain -> settlePlain(attempt, plain);
      case Outcome.Later later ->
          toResend.add(attempt.again(!later.certain(), later.pause().toNanos()));
      case Outcome.Answered answer -> {
        noteIfUncertain(attempt);
        ledger.answered(
            attempt.message().expectation(), answer.reason(), attempt.unknownSinceNanos() != 0);
        unanswered.decrementAndGet();
      }
    }
  }

  private void settlePlain(Attempt attempt, Outcome.Plain outcome) {
    switch (outcome) {
      case ACKNOWLEDGED -> {
        noteIfUncertain(attempt);
        ledger.published(attempt.message().expectation());
        unanswered.decrementAndGet();
      }
      case ALREADY_THERE -> {
        if (attempt.unknownSinceNanos() != 0) {
          ledger.published(attempt.message().expectation());
        } else {
          ledger.alreadyThere();
        }
        unanswered.decrementAndGet();
      }
      case REFUSED -> toResend.add(attempt.again(false, RESEND_NANOS));
      case UNKNOWN -> toResend.add(attempt.again(true, RESEND_NANOS));
    }
  }

  private void noteIfUncertain(Attempt attempt) {
    if (attempt.isUncertain(idRememberedNanos)) {
      ledger.uncertain();
    }
  }

  /**
   * A message on its way.
   *
   * @param unknownSinceNanos when an attempt was first left without an answer; 0 for never
   */
  private record Attempt(SimulatedMessage message, long dueNanos, long unknownSinceNanos)
      implements Delayed {

    Attempt again(boolean unknown, long waitNanos) {
      long now = System.nanoTime();
      long since = unknown && unknownSinceNanos == 0 ? now | 1 : unknownSinceNanos;
      return new Attempt(message, now + waitNanos, since);
    }

    /** An early attempt may have gone through, and its id be forgotten by now. */
    boolean isUncertain(long idRememberedNanos) {
      return unknownSinceNanos != 0 && System.nanoTime() - unknownSinceNanos > idRememberedNanos;
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(dueNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }
  }
}
