package dev.weir.benchmarks;

import dev.weir.testkit.TestDatabase;

/** Readings of the days before, as devices of the first tenant would have sent them. */
final class FormerRows {

  /** With the chunks that they lie in. */
  private static final int DAYS = 7;

  /** Rows of a transaction, which all have one {@code now()}. */
  private static final long PART = 1_000_000;

  private FormerRows() {}

  /** Inserts as many as a setup wants, in order of time; then nothing is left to be tidied up. */
  static void insert(TestDatabase database, Setup setup) {
    long rows = setup.rows();
    if (rows == 0) {
      return;
    }
    long micros = DAYS * 86_400_000_000L / rows;
    for (long from = 1; from <= rows; from += PART) {
      database.execute(
          """
          insert into telemetry (time, tenant_id, device_id, site_id, msg_type, seq, metrics)
          select now() - interval '1 minute' - (%1$d - i) * interval '%2$d microseconds',
            '%3$s', 'device-' || i %% %4$d + 1, 'site-' || i %% 5 + 1, 'telemetry', i,
            jsonb_build_object('temp_c', i %% 4500 / 100.0 - 10, 'humidity', i %% 750 / 10.0 + 20,
              'pressure', i %% 7500 / 100.0 + 970, 'battery', i %% 101)
          from generate_series(%5$d::bigint, %6$d::bigint) i
          """
              .formatted(
                  rows,
                  micros,
                  Stage.FIRST_TENANT,
                  setup.devices(),
                  from,
                  Math.min(rows, from + PART - 1)));
    }
    database.execute("vacuum (analyze) telemetry");
    database.execute("checkpoint");
  }
}
