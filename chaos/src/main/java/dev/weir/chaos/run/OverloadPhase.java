package dev.weir.chaos.run;

import java.util.Locale;

/**
 * What was seen under one load.
 *
 * @param acknowledged messages per second that the streams took
 * @param accounted messages per second that ingest committed
 * @param refused attempts per second that were made again, for a full stream refused the first
 * @param waiting messages that were acknowledged and not accounted for, at most
 * @param residentBytes memory of the largest process, at most
 */
public record OverloadPhase(
    String load,
    double acknowledged,
    double accounted,
    double refused,
    long waiting,
    long residentBytes) {

  static final String HEADER =
      """
      | load | acknowledged/s | accounted for/s | refused/s | waiting, at most | MiB of a process, at most |
      | --- | ---: | ---: | ---: | ---: | ---: |
      """;

  String toMarkdown() {
    return String.format(
        Locale.ROOT,
        "| %s | %,.0f | %,.0f | %,.0f | %,d | %d |%n",
        load,
        acknowledged,
        accounted,
        refused,
        waiting,
        residentBytes >> 20);
  }
}
