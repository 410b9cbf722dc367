package dev.weir.fuzz;

import static dev.weir.core.verdict.RejectReason.BAD_TOPIC_FORMAT;
import static dev.weir.core.verdict.RejectReason.INVALID_JSON;
import static dev.weir.core.verdict.RejectReason.PAYLOAD_TOO_LARGE;

import dev.weir.core.message.Envelope;
import dev.weir.core.verdict.Verdict;
import dev.weir.core.verdict.Verdict.Accepted;
import dev.weir.core.verdict.Verdict.Rejected;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What must be true of a verdict, whichever it is. */
final class Verdicts {

  /** Levels that a payload may nest. */
  static final int MAX_DEPTH = 32;

  private Verdicts() {}

  /**
   * The verdict fits the payload.
   *
   * @param payload as Jackson reads it; null where it is no JSON object for us
   * @param disputed whether Jackson's opinion on that is not ours
   */
  static void check(
      Envelope envelope,
      Verdict verdict,
      @Nullable Map<String, Reference.Member> payload,
      boolean disputed) {
    switch (verdict) {
      case Accepted(var message) -> {
        Fault.unless(payload != null || disputed, "what is accepted is JSON");
        if (payload != null && !disputed) {
          AcceptedMessage.check(message, payload);
        }
      }
      case Rejected rejected -> {
        boolean isEarlier =
            rejected.reason() == PAYLOAD_TOO_LARGE || rejected.reason() == BAD_TOPIC_FORMAT;
        boolean saysNotJson = rejected.reason() == INVALID_JSON;
        Fault.unless(
            isEarlier || disputed || saysNotJson == (payload == null),
            "INVALID_JSON is what Jackson does not read, and nothing else");
        KeptMessage.check(envelope, rejected);
      }
    }
  }
}
