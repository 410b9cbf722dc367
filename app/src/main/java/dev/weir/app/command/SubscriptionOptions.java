package dev.weir.app.command;

import dev.weir.timescale.admin.SubscriptionChange;
import dev.weir.timescale.admin.SubscriptionChange.TermEnd;
import dev.weir.timescale.admin.SubscriptionStatus;
import dev.weir.timescale.admin.SubscriptionType;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What may be said of a subscription. */
final class SubscriptionOptions {

  private static final int MAX_DEVICES = 1_000_000_000;
  private static final String NEVER = "never";

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description = "One of ${COMPLETION-CANDIDATES}; a new one is MAIN.")
  @Nullable SubscriptionType type;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Devices that may be attached; of a new one 0.")
  @Nullable Integer limit;

  @Option(
      names = "--start",
      paramLabel = "TIME",
      description = "When it begins, a date (midnight in UTC) or an instant; a new one begins now.")
  @Nullable String start;

  @Option(
      names = "--end",
      paramLabel = "TIME",
      description = "When it ends, likewise, or " + NEVER + "; a new one does not end.")
  @Nullable String end;

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      description = "One of ${COMPLETION-CANDIDATES}; a new one is ACTIVE.")
  @Nullable SubscriptionStatus status;

  /**
   * What was said.
   *
   * @throws CommandException something is out of bounds
   */
  SubscriptionChange change() {
    if (limit != null && (limit < 0 || limit > MAX_DEVICES)) {
      throw CommandException.usage("--limit must be from 0 to " + MAX_DEVICES);
    }
    return new SubscriptionChange(type, limit, Moments.read("--start", start), termEnd(), status);
  }

  private @Nullable TermEnd termEnd() {
    if (end == null) {
      return null;
    }
    return new TermEnd(end.equals(NEVER) ? null : Moments.read("--end", end));
  }
}
