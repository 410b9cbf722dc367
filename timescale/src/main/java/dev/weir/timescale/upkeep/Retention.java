package dev.weir.timescale.upkeep;

/**
 * How long things are kept, each a number of days; 0 for ever.
 *
 * @param readingsDays of {@code telemetry}
 * @param quarantineDays of {@code quarantine_events}
 * @param countersDays of {@code quarantine_counters_minute}
 * @param deadLetterDays of {@code dead_letter_messages}
 */
public record Retention(
    int readingsDays, int quarantineDays, int countersDays, int deadLetterDays) {

  public Retention {
    if (readingsDays < 0 || quarantineDays < 0 || countersDays < 0 || deadLetterDays < 0) {
      throw new IllegalArgumentException("retention is a number of days, 0 for ever");
    }
  }
}
