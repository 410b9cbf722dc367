package dev.weir.timescale.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.core.store.StoreException;
import dev.weir.timescale.Stage;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On native partitions; what it does on both kinds of table is {@link RetentionIT}'s. */
@ParameterizedClass
@EnumSource(
    value = Stage.Kind.class,
    names = {"PARTITIONS", "PARTITIONS_THROUGH_PGBOUNCER"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UpkeepIT {

  @Parameter Stage.Kind kind = Stage.Kind.PARTITIONS;

  private Stage stage;

  @BeforeParameterizedClassInvocation
  void open() {
    stage = Stage.of(kind);
  }

  @AfterParameterizedClassInvocation
  void close() {
    stage.close();
  }

  @BeforeEach
  void start() {
    stage.test.execute(
        """
        truncate telemetry, quarantine_quota_minute, quarantine_replays, quarantine_events,
          quarantine_counters_minute, ingest_members
        """);
    untilDone(new Upkeep(stage.database, new Retention(0, 0, 0, 0)));
  }

  @Test
  void makesWhatIsMissingAndMovesTheRowsOfThoseDays() {
    loseTomorrow();
    stage.test.execute(
        """
        insert into telemetry (time, tenant_id, device_id, seq)
        select (current_date + 1)::timestamp at time zone 'UTC' + i * interval '1 minute', 't', 'd', i
        from generate_series(0, 1439) i
        """);
    stage.test.execute(
        "insert into telemetry (time, tenant_id, device_id) values ('2001-01-01', 't', 'old')");
    assertThat(inDefault()).isEqualTo(1441);

    new Upkeep(stage.database, new Retention(0, 0, 0, 0)).run();
    assertThat(inDefault()).as("only what has no day of its own").isEqualTo(1);
    assertThat(stage.test.number("select count(*) from telemetry where device_id = 'd'"))
        .isEqualTo(1440);
    assertThat(
            stage.test.rows(
                """
                insert into telemetry (time, tenant_id, device_id, seq)
                values ((current_date + 1)::timestamp at time zone 'UTC', 't', 'd', 0)
                on conflict do nothing returning 1
                """))
        .as("the identity holds where they went")
        .isEmpty();
  }

  @Test
  void losesNothingWhileRowsAreOnTheirWayIntoTheDefaultPartition() {
    loseTomorrow();
    AtomicBoolean done = new AtomicBoolean();
    List<CompletableFuture<Long>> writers = new ArrayList<>();
    for (int w = 0; w < 3; w++) {
      String device = "w" + w;
      writers.add(CompletableFuture.supplyAsync(() -> insertUntil(done, device)));
    }
    for (int i = 0; i < 5; i++) {
      untilDone(new Upkeep(stage.database, new Retention(0, 0, 0, 0)));
      assertThat(stage.test.number("select count(*) from pg_class where relname = " + tomorrow()))
          .isEqualTo(1);
      loseTomorrow();
    }
    untilDone(new Upkeep(stage.database, new Retention(0, 0, 0, 0)));
    done.set(true);
    long inserted = writers.stream().mapToLong(CompletableFuture::join).sum();
    assertThat(stage.test.number("select count(*) from telemetry")).isEqualTo(inserted);
    assertThat(inserted).isPositive();
    assertThat(inDefault()).isZero();
  }

  @Test
  void waitsForNoLockForEver() throws SQLException {
    loseTomorrow();
    try (Connection holder = stage.test.connect();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("select count(*) from telemetry_default");
      long start = System.nanoTime();
      assertThatThrownBy(() -> new Upkeep(stage.database, new Retention(0, 0, 0, 0)).run())
          .isInstanceOfSatisfying(
              StoreException.class,
              e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.TRANSIENT));
      assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
    }
    new Upkeep(stage.database, new Retention(0, 0, 0, 0)).run();
    assertThat(stage.test.number("select count(*) from pg_class where relname = " + tomorrow()))
        .isEqualTo(1);
  }

  @Test
  void oneProcessAtATimeDoesIt() throws SQLException {
    loseTomorrow();
    try (Connection other = stage.test.connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("select pg_advisory_xact_lock(" + 0x7765_6972_0001L + ")");
      new Upkeep(stage.database, new Retention(0, 0, 0, 0)).run();
      assertThat(stage.test.number("select count(*) from pg_class where relname = " + tomorrow()))
          .isZero();
    }
  }

  @Test
  void sweepsWhatServesNobodyAnyMore() {
    stage.test.execute(
        """
        insert into quarantine_quota_minute values
          (now() - interval '9 days', 'still-read', 5, now()),
          (now() - interval '9 days', 'forgotten', 5, now() - interval '3 days');
        insert into ingest_members values
          ('alive', now() + interval '5 seconds'), ('gone', now() - interval '2 hours')
        """);
    new Upkeep(stage.database, new Retention(0, 0, 0, 0)).run();
    assertThat(stage.test.rows("select tenant_id from quarantine_quota_minute"))
        .containsExactly("still-read");
    assertThat(stage.test.rows("select member from ingest_members")).containsExactly("alive");
  }

  @Test
  void deletesRefusalsAndTheirCountsPastTheirRetention() {
    stage.test.execute(
        """
        insert into quarantine_events (ingested_at, device_id, replay_id, replay_requested_at)
        select now() - days * interval '1 day', days, case when days = 32 then 1 end, now()
        from unnest(array[0, 29, 31, 32]) days;
        insert into quarantine_events (ingested_at)
        select now() - interval '40 days' from generate_series(1, 25000);
        insert into quarantine_counters_minute (bucket_minute, reason, cnt)
        select now() - days * interval '1 day', days, 1 from unnest(array[0, 399, 401]) days;
        insert into quarantine_counters_minute (bucket_minute, reason)
        select now() - interval '500 days', i from generate_series(1, 15000) i
        """);

    new Upkeep(stage.database, new Retention(0, 0, 0, 0)).run();
    assertThat(stage.test.number("select count(*) from quarantine_events")).isEqualTo(25_004);
    assertThat(stage.test.number("select count(*) from quarantine_counters_minute"))
        .isEqualTo(15_003);

    new Upkeep(stage.database, new Retention(0, 30, 400, 0)).run();
    assertThat(stage.test.rows("select device_id from quarantine_events order by id"))
        .as("32: its replay is under way")
        .containsExactly("0", "29", "32");
    assertThat(stage.test.rows("select reason from quarantine_counters_minute order by 1"))
        .containsExactly("0", "399");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select weir_drop_before(now())",
        "select weir_drop_before(null)",
        "select weir_drop_before('infinity')",
        "select weir_apply_retention(-1)",
        "select weir_make_partitions(0, 100000)"
      })
  void theFunctionsKeepWithinTheirBounds(String call) {
    assertThatThrownBy(() -> stage.test.execute(call))
        .hasCauseInstanceOf(SQLException.class)
        .rootCause()
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("22023");
  }

  private long insertUntil(AtomicBoolean done, String device) {
    long inserted = 0;
    try (Connection connection = stage.test.connect();
        Statement statement = connection.createStatement()) {
      while (!done.get()) {
        try {
          inserted +=
              statement.executeUpdate(
                  """
                  insert into telemetry (time, tenant_id, device_id, seq)
                  select (current_date + 1)::timestamp at time zone 'UTC' + interval '1 hour', 't',
                    '%s', i
                  from generate_series(%d, %d) i
                  """
                      .formatted(device, inserted, inserted + 99));
        } catch (SQLException e) {
          // On its way into the default partition while the day's own was made: tried again.
          assertThat(e.getSQLState()).isIn("23514", "42P01");
        }
      }
      return inserted;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void untilDone(Upkeep upkeep) {
    while (true) {
      try {
        upkeep.run();
        return;
      } catch (StoreException busy) {
        assertThat(busy.kind()).isEqualTo(StoreException.Kind.TRANSIENT);
      }
    }
  }

  /** As if nobody had made partitions for a while: rows of that day go to the default one. */
  private void loseTomorrow() {
    stage.test.execute(
        """
        do $$
        declare part name := %s;
        begin
          lock table telemetry in access exclusive mode;
          execute format('create temporary table kept on commit drop as table %%I', part);
          execute format('drop table %%I', part);
          insert into telemetry select * from kept;
        end
        $$
        """
            .formatted(tomorrow()));
  }

  private static String tomorrow() {
    return "'telemetry_' || to_char((now() at time zone 'UTC') + interval '1 day', 'YYYYMMDD')";
  }

  private long inDefault() {
    return stage.test.number("select count(*) from only telemetry_default");
  }
}
