package dev.weir.core.verdict;

import dev.weir.core.message.TelemetryMessage;
import org.jspecify.annotations.Nullable;

/** What is decided about a message. */
public sealed interface Verdict {

  /** It passed every check made so far. */
  record Accepted(TelemetryMessage message) implements Verdict {}

  /**
   * It is refused.
   *
   * @param detail what was wrong and the bound, for a person; holds no secret
   * @param tenantId whose topic it came under, known to the registry or not; null where the topic
   *     names none
   */
  record Rejected(RejectReason reason, String detail, @Nullable String tenantId)
      implements Verdict {}
}
