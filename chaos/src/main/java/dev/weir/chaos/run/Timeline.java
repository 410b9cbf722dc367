package dev.weir.chaos.run;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What happened when, in seconds since the run began. Safe for use by many threads. */
final class Timeline {

  private record Sum(int count, Duration longest) {}

  private final PrintStream out;
  private final long started = System.nanoTime();
  private final Map<String, Sum> sums = new TreeMap<>();
  private int failures;

  Timeline(PrintStream out) {
    this.out = out;
  }

  synchronized void tell(String what) {
    out.printf(Locale.ROOT, "%8.1f s  %s%n", (System.nanoTime() - started) / 1e9, what);
    out.flush();
  }

  /** Tells of a fault that could not be made, or from which nothing recovered in time. */
  synchronized void failed(String fault, Throwable why) {
    tell("FAILED: " + fault + ": " + why.getMessage());
    failures++;
  }

  synchronized int failures() {
    return failures;
  }

  /** Tells of a fault that is over. */
  synchronized void recovered(String fault, Duration after) {
    tell(String.format(Locale.ROOT, "recovered after %.1f s: %s", seconds(after), fault));
    sums.merge(
        fault,
        new Sum(1, after),
        (a, b) ->
            new Sum(
                a.count() + b.count(),
                a.longest().compareTo(b.longest()) >= 0 ? a.longest() : b.longest()));
  }

  /** How often each fault was, and the longest time that it took to recover. */
  synchronized String toMarkdown() {
    StringBuilder table =
        new StringBuilder("| fault | times | longest to recover, s |\n| --- | ---: | ---: |\n");
    sums.forEach((fault, sum) ->
        table.append(
            String.format(
                Locale.ROOT, "| %s | %d | %.1f |%n", fault, sum.count(), seconds(sum.longest()))));
    return table.toString();
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1_000.0;
  }
}
