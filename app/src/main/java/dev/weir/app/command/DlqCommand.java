package dev.weir.app.command;

import dev.weir.app.config.ConfigurationException;
import dev.weir.timescale.database.Database;
import dev.weir.timescale.deadletter.DeadLetterDetails;
import dev.weir.timescale.deadletter.DeadLetterFilter;
import dev.weir.timescale.deadletter.DeadLetters;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir dlq}. */
@Command(
    name = "dlq",
    description = "List, show, replay, discard and delete dead letters: jobs that were given up.")
final class DlqCommand {

  private static final int MAX_LIMIT = 100_000;

  private final Console console;

  DlqCommand(Console console) {
    this.console = console;
  }

  @Command(description = "List dead letters, the newest first.")
  void list(
      @Mixin DeadLetterFilterOptions options,
      @Option(names = "--limit", paramLabel = "N", defaultValue = "100") int limit,
      @Option(names = "--json") boolean json)
      throws ConfigurationException {
    checkLimit(limit);
    DeadLetterFilter filter = options.filter();
    try (Database database = console.database()) {
      List<DeadLetterDetails> found = new DeadLetters(database).list(filter, limit + 1);
      List<DeadLetterDetails> shown = found.subList(0, Math.min(limit, found.size()));
      DeadLetterListing.of(shown).print(console.out(), json);
      if (found.size() > limit) {
        console.err().println("weir: there are more; --limit shows more than " + limit);
      }
    }
  }

  @Command(description = "Show a dead letter: everything but secrets of its destination.")
  void show(@Parameters(paramLabel = "ID") long id, @Option(names = "--json") boolean json)
      throws ConfigurationException {
    var filter = new DeadLetterFilter(null, null, null, null, null, List.of(id));
    try (Database database = console.database()) {
      DeadLetterDetails letter =
          new DeadLetters(database)
              .list(filter, 1).stream()
                  .findFirst()
                  .orElseThrow(() -> CommandException.failed("there is no dead letter " + id));
      DeadLetterListing.print(letter, console.out(), json);
    }
  }

  @Command(
      description = {
        "Send dead letters to delivery again, those that failed unless --status says otherwise, the"
            + " oldest first. A receiver sees the same delivery id.",
        "Ends with 1 if one was not sent."
      })
  int replay(
      @Mixin DeadLetterFilterOptions options,
      @Option(names = "--all", description = "All that failed.") boolean all,
      @Option(names = "--limit", paramLabel = "N", defaultValue = "10000") int limit,
      @Option(names = "--dry-run", description = "Say how many, and send nothing.") boolean dryRun,
      @Option(names = "--json") boolean json)
      throws ConfigurationException, InterruptedException {
    checkLimit(limit);
    DeadLetterFilter meant = options.narrowFilter(all);
    DeadLetterFilter filter = meant.status() == null ? meant.with("FAILED") : meant;
    try (Database database = console.database()) {
      if (dryRun) {
        long count = new DeadLetters(database).count(filter);
        new Listing("selected").row(count).printSingle(console.out(), json);
        return ExitCode.OK;
      }
      DlqReplay.Result result = new DlqReplay(console.configuration(), database).run(filter, limit);
      result
          .refused()
          .forEach(one ->
              console
                  .err()
                  .println(
                      "weir: dead letter " + one.letterId() + " is not sent: " + one.reason()));
      new Listing("published", "failed", "refused")
          .row(result.published(), result.failed(), result.refused().size())
          .printSingle(console.out(), json);
      return result.failed() == 0 && result.refused().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }
  }

  @Command(description = "Mark dead letters that failed as given up; they stay to be seen.")
  void discard(
      @Mixin DeadLetterFilterOptions options,
      @Option(names = "--all", description = "All that failed.") boolean all,
      @Option(names = "--limit", paramLabel = "N", defaultValue = "100000") int limit,
      @Option(names = "--dry-run", description = "Say how many, and change nothing.")
          boolean dryRun,
      @Option(names = "--json") boolean json)
      throws ConfigurationException {
    checkLimit(limit);
    DeadLetterFilter filter = options.narrowFilter(all);
    try (Database database = console.database()) {
      DeadLetters letters = new DeadLetters(database);
      Listing result =
          dryRun
              ? new Listing("selected").row(letters.count(filter.with("FAILED")))
              : new Listing("discarded").row(letters.discard(filter, limit));
      result.printSingle(console.out(), json);
    }
  }

  @Command(description = "Delete dead letters for good.")
  void purge(
      @Mixin DeadLetterFilterOptions options,
      @Option(names = "--all", description = "All there are.") boolean all,
      @Option(names = "--yes", description = "Do it; else only their number is told.") boolean yes,
      @Option(names = "--json") boolean json)
      throws ConfigurationException {
    DeadLetterFilter filter = options.narrowFilter(all);
    try (Database database = console.database()) {
      DeadLetters letters = new DeadLetters(database);
      if (!yes) {
        throw CommandException.usage(
            letters.count(filter) + " dead letters would be deleted; --yes deletes them");
      }
      new Listing("deleted")
          .row(letters.purge(filter, Integer.MAX_VALUE))
          .printSingle(console.out(), json);
    }
  }

  private static void checkLimit(int limit) {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw CommandException.usage("--limit must be from 1 to " + MAX_LIMIT);
    }
  }
}
