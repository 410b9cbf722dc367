package dev.weir.chaos.run;

import java.util.Locale;

/**
 * What was seen under one load.
 *
 * @param acknowledged messages per second that the streams took
 * @param accounted messages per second that ingest committed
 * @param sentAgain attempts per second after a first one, which a full stream refused
 * @param waiting messages that were acknowledged and not accounted for, at most
 * @param residentBytes memory of the largest process, at most
 */
public record OverloadPhase(
    String load,
    double acknowledged,
    double accounted,
    double sentAgain,
    long waiting,
    long residentBytes) {

  static final String HEADER =
      """
      | load | acknowledged/s | accounted for/s | sent again/s | waiting, at most | MiB of a process, at most |
      | --- | ---: | ---: | ---: | ---: | ---: |
      """;

  String toMarkdown() {
    return String.format(
        Locale.ROOT,
        "| %s | %,.0f | %,.0f | %,.0f | %,d | %d |%n",
        load,
        acknowledged,
        accounted,
        sentAgain,
        waiting,
        residentBytes >> 20);
  }
}
