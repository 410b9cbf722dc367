package dev.weir.jetstream;

import dev.weir.core.delivery.QueuedJob;
import dev.weir.core.route.RouteJob;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A message of the work queue that the server has lent us. */
final class HeldMessage implements QueuedJob {

  private static final byte[] DONE = ascii("+ACK");
  private static final byte[] IN_PROGRESS = ascii("+WPI");
  private static final byte[] AT_ONCE = ascii("-NAK");

  /** Says a word to the server about a message, without waiting. */
  interface Voice {
    void say(String reply, byte[] word);
  }

  private final @Nullable RouteJob job;
  private final @Nullable String fault;
  private final long timeNanos;
  private final String reply;
  private final BrokerClock clock;
  private final Voice voice;

  HeldMessage(
      @Nullable RouteJob job,
      @Nullable String fault,
      long timeNanos,
      String reply,
      BrokerClock clock,
      Voice voice) {
    this.job = job;
    this.fault = fault;
    this.timeNanos = timeNanos;
    this.reply = reply;
    this.clock = clock;
    this.voice = voice;
  }

  @Override
  public @Nullable RouteJob job() {
    return job;
  }

  @Override
  public @Nullable String fault() {
    return fault;
  }

  @Override
  public Duration age() {
    return clock.since(timeNanos);
  }

  @Override
  public void done() {
    voice.say(reply, DONE);
  }

  @Override
  public void postpone(Duration delay) {
    voice.say(
        reply, delay.isPositive() ? ascii("-NAK {\"delay\":" + delay.toNanos() + "}") : AT_ONCE);
  }

  @Override
  public void inProgress() {
    voice.say(reply, IN_PROGRESS);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
