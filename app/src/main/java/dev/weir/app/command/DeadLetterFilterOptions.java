package dev.weir.app.command;

import dev.weir.timescale.deadletter.DeadLetterFilter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which dead letters a command means. */
final class DeadLetterFilterOptions {

  private static final List<String> STATUSES = List.of("FAILED", "REPLAYED", "DISCARDED");

  @Option(names = "--tenant", paramLabel = "TENANT", description = "Only this tenant's.")
  @Nullable String tenant;

  @Option(names = "--route", paramLabel = "ID", description = "Only this route's.")
  @Nullable Long route;

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      description = "Only these: FAILED, REPLAYED or DISCARDED.")
  @Nullable String status;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Only those that failed at or after it: 2026-01-31, 2026-01-31T12:30:00Z.")
  @Nullable String since;

  @Option(names = "--until", paramLabel = "TIME", description = "Only those that failed before it.")
  @Nullable String until;

  @Option(names = "--id", paramLabel = "ID", description = "Only this one; may be repeated.")
  List<Long> ids = List.of();

  /**
   * What is meant.
   *
   * @throws CommandException an option is wrong
   */
  DeadLetterFilter filter() {
    if (tenant != null) {
      Identifiers.checked("--tenant", tenant, Identifiers.faultOfId(tenant));
    }
    String wanted = status == null ? null : status.toUpperCase(Locale.ROOT);
    if (wanted != null && !STATUSES.contains(wanted)) {
      throw CommandException.usage("--status must be FAILED, REPLAYED or DISCARDED");
    }
    return new DeadLetterFilter(
        tenant,
        route,
        wanted,
        since == null ? null : GivenTime.parse("--since", since),
        until == null ? null : GivenTime.parse("--until", until),
        ids);
  }

  /**
   * What is meant, for a command that changes what it finds.
   *
   * @param all whether all that there is may be meant
   * @throws CommandException an option is wrong, or nothing says what is meant
   */
  DeadLetterFilter narrowFilter(boolean all) {
    boolean isNarrow =
        tenant != null
            || route != null
            || status != null
            || since != null
            || until != null
            || !ids.isEmpty();
    if (isNarrow == all) {
      throw CommandException.usage(
          "give at least one of --tenant, --route, --status, --since, --until, --id, or --all alone");
    }
    return filter();
  }
}
