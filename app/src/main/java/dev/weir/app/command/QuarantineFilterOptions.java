package dev.weir.app.command;

import dev.weir.core.verdict.RejectReason;
import dev.weir.timescale.quarantine.QuarantineFilter;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which events of the quarantine a command means. */
final class QuarantineFilterOptions {

  @Option(names = "--tenant", paramLabel = "TENANT", description = "Only this tenant's.")
  @Nullable String tenant;

  @Option(names = "--device", paramLabel = "DEVICE", description = "Only this device's.")
  @Nullable String device;

  @Option(
      names = "--reason",
      paramLabel = "REASON",
      description = "Only those refused for it, such as UNREGISTERED_DEVICE; may be repeated.")
  List<RejectReason> reasons = List.of();

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Only those stored at or after it: 2026-01-31, 2026-01-31T12:30:00Z.")
  @Nullable String since;

  @Option(names = "--until", paramLabel = "TIME", description = "Only those stored before it.")
  @Nullable String until;

  @Option(names = "--id", paramLabel = "ID", description = "Only this one; may be repeated.")
  List<Long> ids = List.of();

  /**
   * What is meant.
   *
   * @throws CommandException an option is wrong
   */
  QuarantineFilter filter() {
    if (tenant != null) {
      Identifiers.checked("--tenant", tenant, Identifiers.faultOfId(tenant));
    }
    if (device != null) {
      Identifiers.checked("--device", device, Identifiers.faultOfId(device));
    }
    return new QuarantineFilter(
        tenant,
        device,
        reasons.stream().map(RejectReason::name).toList(),
        time("--since", since),
        time("--until", until),
        ids);
  }

  /**
   * What is meant, for a command that changes what it finds.
   *
   * @param all whether all that there is may be meant
   * @throws CommandException an option is wrong, or nothing says what is meant
   */
  QuarantineFilter narrowFilter(boolean all) {
    boolean isNarrow =
        tenant != null
            || device != null
            || !reasons.isEmpty()
            || since != null
            || until != null
            || !ids.isEmpty();
    if (isNarrow == all) {
      throw CommandException.usage(
          "give at least one of --tenant, --device, --reason, --since, --until, --id, or --all alone");
    }
    return filter();
  }

  private static @Nullable Instant time(String name, @Nullable String text) {
    return text == null ? null : GivenTime.parse(name, text);
  }
}
