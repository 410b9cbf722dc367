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
   * @param tenantId to whom it is counted, known to the registry or not: the topic's tenant, but
   *     the subject's where they differ; null where none can be read
   */
  record Rejected(RejectReason reason, String detail, @Nullable String tenantId)
      implements Verdict {}
}
