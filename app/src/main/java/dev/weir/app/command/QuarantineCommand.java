package dev.weir.app.command;

import dev.weir.app.config.Configuration;
import dev.weir.app.config.ConfigurationException;
import dev.weir.timescale.database.Database;
import dev.weir.timescale.quarantine.QuarantineDetails;
import dev.weir.timescale.quarantine.QuarantineFilter;
import dev.weir.timescale.quarantine.QuarantineStore;
import dev.weir.timescale.quarantine.QuarantineSummary;
import dev.weir.timescale.quarantine.ReasonCount;
import dev.weir.timescale.quarantine.ReplayRecord;
import dev.weir.timescale.quarantine.ReplayRequest;
import dev.weir.timescale.quarantine.ReplayStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir quarantine}. */
@Command(
    name = "quarantine",
    description = "List, show, count, replay and delete refused messages.")
final class QuarantineCommand {

  private static final int MAX_LIMIT = 100_000;
  private static final int MAX_WAIT_SECONDS = 86_400;

  private final Console console;

  QuarantineCommand(Console console) {
    this.console = console;
  }

  @Command(description = "List refused messages, the newest first.")
  void list(
      @Mixin QuarantineFilterOptions options,
      @Option(names = "--limit", paramLabel = "N", defaultValue = "100") int limit,
      @Option(names = "--json") boolean json)
      throws ConfigurationException {
    checkLimit(limit);
    QuarantineFilter filter = options.filter();
    try (Database database = console.database()) {
      List<QuarantineSummary> found = new QuarantineStore(database).list(filter, limit + 1);
      List<QuarantineSummary> shown = found.subList(0, Math.min(limit, found.size()));
      QuarantineListing.of(shown).print(console.out(), json);
      if (found.size() > limit) {
        console.err().println("weir: there are more; --limit shows more than " + limit);
      }
    }
  }

  @Command(description = "Show a refused message: everything but its token, of which none is kept.")
  void show(@Parameters(paramLabel = "ID") long id, @Option(names = "--json") boolean json)
      throws ConfigurationException {
    try (Database database = console.database()) {
      QuarantineDetails event =
          new QuarantineStore(database)
              .find(id)
              .orElseThrow(() -> CommandException.failed("there is no event " + id));
      QuarantineListing.print(event, console.out(), json);
    }
  }

  @Command(
      description = {
        "Count refusals over time, stored or not, by the time of their arrival (UTC).",
        "Without --since, those of the last 24 hours."
      })
  void counts(
      @Option(
              names = "--by",
              paramLabel = "SPAN",
              defaultValue = "hour",
              description = "minute, hour or day.")
          String by,
      @Option(names = "--tenant", paramLabel = "TENANT") @Nullable String tenant,
      @Option(names = "--since", paramLabel = "TIME") @Nullable String since,
      @Option(names = "--until", paramLabel = "TIME") @Nullable String until,
      @Option(names = "--json") boolean json)
      throws ConfigurationException {
    ReasonCount.Span span = span(by);
    if (tenant != null) {
      Identifiers.checked("--tenant", tenant, Identifiers.faultOfId(tenant));
    }
    Instant to = until == null ? Instant.now() : GivenTime.parse("--until", until);
    Instant from = since == null ? to.minus(Duration.ofDays(1)) : GivenTime.parse("--since", since);
    try (Database database = console.database()) {
      List<ReasonCount> counts = new QuarantineStore(database).counts(span, tenant, from, to);
      QuarantineListing.ofCounts(counts).print(console.out(), json);
    }
  }

  @Command(
      description = {
        "Send refused messages through all checks again, those that were not replayed with success"
            + " yet, the oldest first; then print what became of them.",
        "A reading keeps its identity, so none is stored twice. Ends with 1 if a message was not"
            + " published."
      })
  int replay(
      @Mixin QuarantineFilterOptions options,
      @Option(names = "--all", description = "All there are.") boolean all,
      @Option(names = "--again", description = "Also those that were replayed with success.")
          boolean again,
      @Option(names = "--limit", paramLabel = "N", defaultValue = "10000") int limit,
      @Option(names = "--dry-run", description = "Say how many, and publish nothing.")
          boolean dryRun,
      @Option(
              names = "--wait",
              paramLabel = "SECONDS",
              defaultValue = "30",
              description = "How long to wait for what becomes of them.")
          int wait,
      @Option(
              names = "--by",
              paramLabel = "NAME",
              description =
                  "Who asks for it, for the record; the user of this process if not given.")
          @Nullable String by,
      @Option(names = "--json") boolean json)
      throws ConfigurationException, InterruptedException {
    checkLimit(limit);
    if (wait < 0 || wait > MAX_WAIT_SECONDS) {
      throw CommandException.usage("--wait must be from 0 to " + MAX_WAIT_SECONDS);
    }
    String name = by == null ? System.getProperty("user.name", "unknown") : by;
    Identifiers.checked("--by", name, Identifiers.faultOfSite(name));
    var request = new ReplayRequest(options.narrowFilter(all), again, limit, name);
    Configuration configuration = console.configuration();
    try (Database database = console.database()) {
      ReplayStore replays = new ReplayStore(database);
      long cut = replays.countCut(request.filter());
      if (cut > 0) {
        console
            .err()
            .println("weir: of " + cut + " only the beginning is kept: they cannot be replayed");
      }
      if (dryRun) {
        new Listing("selected", "cut", "under_way")
            .row(replays.count(request), cut, underWay(replays, request, 0))
            .printSingle(console.out(), json);
        return ExitCode.OK;
      }
      int partitions = Partitions.of(database, configuration.streams());
      ReplayRecord replay =
          new QuarantineReplay(configuration, replays, partitions)
              .run(request, Duration.ofSeconds(wait));
      long underWay = underWay(replays, request, replay.id());
      QuarantineListing.of(replay, cut, underWay).printSingle(console.out(), json);
      if (replay.selected() == limit) {
        console.err().println("weir: there may be more; --limit takes more than " + limit);
      }
      return replay.published() == replay.selected() ? ExitCode.OK : ExitCode.FAILED;
    }
  }

  /** How many others have under way, of which whoever asks is told. */
  private long underWay(ReplayStore replays, ReplayRequest request, long replayId) {
    long number = replays.countUnderWay(request.filter(), replayId);
    if (number > 0) {
      console
          .err()
          .println("weir: " + number + " are under way in another replay, for an hour at most");
    }
    return number;
  }

  @Command(description = "List replays, the newest first.")
  void replays(
      @Option(names = "--limit", paramLabel = "N", defaultValue = "100") int limit,
      @Option(names = "--json") boolean json)
      throws ConfigurationException {
    checkLimit(limit);
    try (Database database = console.database()) {
      QuarantineListing.ofReplays(new ReplayStore(database).list(limit), json)
          .print(console.out(), json);
    }
  }

  @Command(
      description =
          "Delete refused messages for good. Those whose replay is under way are left; the counts"
              + " stay.")
  void purge(
      @Mixin QuarantineFilterOptions options,
      @Option(names = "--all", description = "All there are.") boolean all,
      @Option(names = "--yes", description = "Do it; else only their number is told.") boolean yes,
      @Option(names = "--json") boolean json)
      throws ConfigurationException {
    QuarantineFilter filter = options.narrowFilter(all);
    try (Database database = console.database()) {
      QuarantineStore quarantine = new QuarantineStore(database);
      if (!yes) {
        throw CommandException.usage(
            quarantine.count(filter) + " events would be deleted; --yes deletes them");
      }
      new Listing("deleted").row(quarantine.purge(filter)).printSingle(console.out(), json);
    }
  }

  private static ReasonCount.Span span(String by) {
    return switch (by.toLowerCase(Locale.ROOT)) {
      case "minute" -> ReasonCount.Span.MINUTE;
      case "hour" -> ReasonCount.Span.HOUR;
      case "day" -> ReasonCount.Span.DAY;
      default -> throw CommandException.usage("--by must be minute, hour or day");
    };
  }

  private static void checkLimit(int limit) {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw CommandException.usage("--limit must be from 1 to " + MAX_LIMIT);
    }
  }
}
