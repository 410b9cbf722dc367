package dev.weir.delivery.destination;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What came of one attempt. */
public sealed interface Outcome {

  /** The destination has it. */
  record Delivered() implements Outcome {}

  /**
   * It may go well another time.
   *
   * @param error for a person; holds no secret
   * @param retryAfter how long the destination wants to be left alone; null where it did not say
   */
  record Failed(String error, @Nullable Duration retryAfter) implements Outcome {}

  /**
   * It will never go well.
   *
   * @param error for a person; holds no secret
   */
  record Refused(String error) implements Outcome {}
}
