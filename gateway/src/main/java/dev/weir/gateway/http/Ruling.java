package dev.weir.gateway.http;

import dev.weir.core.message.Envelope;
import dev.weir.core.message.TelemetryMessage;
import dev.weir.core.verdict.Verdict.Rejected;

/** What is to become of a message. */
sealed interface Ruling {

  /**
   * It is to be published.
   *
   * @param charged whether a token was taken for it, which is to come back if it is not published
   */
  record Passed(TelemetryMessage message, Envelope envelope, boolean charged) implements Ruling {}

  /** Something is wrong with it. */
  record Refused(Rejected rejected) implements Ruling {}

  /** It can neither be judged now nor be let through unjudged. */
  record PutOff() implements Ruling {

    Problem problem() {
      return Problem.unavailable(
          "the registry cannot be asked, and more messages come than are let through unchecked");
    }
  }
}
