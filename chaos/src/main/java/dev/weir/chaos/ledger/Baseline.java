package dev.weir.chaos.ledger;

import dev.weir.testkit.TestDatabase;

/**
 * What was there before the messages of a check: these are left out of account.
 *
 * @param quarantineId the last event's
 * @param stored of all lanes, as the next three
 * @param counted refusals in the counters
 */
public record Baseline(
    long quarantineId, long stored, long quarantined, long duplicates, long gaps, long counted) {

  /** Of this moment. */
  public static Baseline of(TestDatabase database) {
    String[] numbers =
        database
            .rows(
                """
                select coalesce((select max(id) from quarantine_events), 0),
                  coalesce(sum(stored), 0), coalesce(sum(quarantined), 0),
                  coalesce(sum(duplicates), 0), coalesce(sum(gaps), 0),
                  coalesce((select sum(cnt) from quarantine_counters_minute), 0)
                from ingest_lanes
                """)
            .getFirst()
            .split("\\|", -1);
    return new Baseline(
        Long.parseLong(numbers[0]),
        Long.parseLong(numbers[1]),
        Long.parseLong(numbers[2]),
        Long.parseLong(numbers[3]),
        Long.parseLong(numbers[4]),
        Long.parseLong(numbers[5]));
  }
}
