package dev.weir.timescale.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.testkit.TestDatabase;
import dev.weir.testkit.Way;
import dev.weir.timescale.Stage;
import dev.weir.timescale.database.Database;
import dev.weir.timescale.database.DatabaseConfig;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Way.class)
class MigrationIT {

  private static final int MIGRATIONS = 9;

  @Parameter Way way = Way.DIRECT;

  private static final MigrationConfig ON = new MigrationConfig(TimescaleMode.ON, hours(24));
  private static final MigrationConfig OFF = new MigrationConfig(TimescaleMode.OFF, hours(24));

  @Test
  void makesAHypertableWithOneIndex() {
    try (TestDatabase test = TestDatabase.create()) {
      MigrationConfig hourly = new MigrationConfig(TimescaleMode.AUTO, hours(1));
      assertThat(new Migration(owner(test), hourly).run())
          .isEqualTo(new Migration.Result(MIGRATIONS, SchemaVersion.PROGRAM, true));
      assertThat(
              test.rows(
                  "select hypertable_name, time_interval from timescaledb_information.dimensions"))
          .containsExactly("telemetry|01:00:00");
      assertThat(test.rows("select indexname from pg_indexes where tablename = 'telemetry'"))
          .containsExactly("telemetry_identity");

      assertThat(new Migration(owner(test), ON).run().applied()).as("twice").isZero();
      assertThat(test.rows("select time_interval from timescaledb_information.dimensions"))
          .containsExactly("1 day");
    }
  }

  @Test
  void makesDailyPartitionsWithoutTimescale() {
    try (TestDatabase test = TestDatabase.create()) {
      assertThat(new Migration(owner(test), OFF).run().hypertable()).isFalse();
      assertThat(test.rows("select value from installation where key = 'telemetry_storage'"))
          .containsExactly("partitions");
      assertThat(
              test.number(
                  "select count(*) from pg_inherits where inhparent = 'telemetry'::regclass"))
          .isEqualTo(30 + 1 + 7 + 1);
      assertThat(test.rows("select extname from pg_extension")).doesNotContain("timescaledb");

      assertThat(new Migration(owner(test), ON).run().hypertable())
          .as("the first choice is kept")
          .isFalse();
    }
  }

  @Test
  void severalAtOnceAreHarmless() {
    try (TestDatabase one = TestDatabase.create();
        TestDatabase two = TestDatabase.create()) {
      var migrations =
          IntStream.range(0, 2)
              .boxed()
              .flatMap(i -> Stream.of(one, two))
              .map(t -> CompletableFuture.supplyAsync(new Migration(Stage.owner(t), OFF)::run))
              .toList();
      assertThat(migrations.stream().mapToInt(m -> m.join().applied()).sum())
          .isEqualTo(2 * MIGRATIONS);
    }
  }

  /** PgBouncer would hand it to the next client. */
  @Test
  void nothingIsLeftBehindInTheSession() throws SQLException {
    try (TestDatabase test = TestDatabase.create()) {
      new Migration(owner(test), OFF).run();
      new Migration(owner(test), OFF).run();
      String usual = test.rows("show search_path").getFirst();
      List<Connection> pooled = new ArrayList<>();
      try {
        for (int i = 0; i < 5; i++) {
          pooled.add(test.connect(way));
          assertThat(sessionOf(pooled.getLast()))
              .as("session %d", i)
              .isEqualTo(usual + ", no lock");
        }
      } finally {
        for (Connection connection : pooled) {
          connection.close();
        }
      }
    }
  }

  /** Stays in a transaction, so that no other connection is given the same session. */
  private static String sessionOf(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                select current_setting('search_path') || ', '
                  || case count(*) when 0 then 'no' else 'a' end || ' lock'
                from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()
                """)) {
      row.next();
      return row.getString(1);
    }
  }

  @Test
  void everyTableTakesARowOfTheListedColumnsAlone() {
    try (TestDatabase test = TestDatabase.create()) {
      new Migration(owner(test), ON).run();
      test.execute(
          """
          insert into device_registry (tenant_id, device_id) values ('t', 'd');
          insert into tenants (tenant_id) values ('t');
          insert into subscriptions (tenant_id) values ('t');
          insert into device_certificates (tenant_id, device_id, fingerprint_sha256)
            values ('t', 'd', 'f');
          insert into device_state (tenant_id, device_id) values ('t', 'd');
          insert into telemetry (tenant_id, device_id) values ('t', 'd');
          insert into ingest_lanes (stream) values ('TELEMETRY');
          insert into quarantine_events (reason) values ('INVALID_JSON');
          insert into quarantine_counters_minute (bucket_minute, reason) values (now(), 'x');
          insert into message_routes (tenant_id) values ('t');
          insert into dead_letter_messages (tenant_id) values ('t');
          insert into app_settings values ('MAX_METRICS', '5');
          insert into tenant_settings values ('t', 'MAX_METRICS', '5');
          """);
    }
  }

  @Test
  void aSchemaOfAnotherVersionIsToldPlainly() {
    try (TestDatabase test = TestDatabase.create();
        Database database = new Database(owner(test))) {
      assertThatThrownBy(() -> SchemaVersion.check(database.dataSource()))
          .isInstanceOf(SchemaException.class)
          .hasMessage("the database has no schema of Weir: run ./weir migrate");

      new Migration(owner(test), OFF).run();
      SchemaVersion.check(database.dataSource());

      test.execute(
          "delete from weir_schema_history where version = '" + SchemaVersion.PROGRAM + "'");
      assertThatThrownBy(() -> SchemaVersion.check(database.dataSource()))
          .isInstanceOf(SchemaException.class)
          .hasMessageContaining(
              "this program needs " + SchemaVersion.PROGRAM + ": run ./weir migrate");

      test.execute(
          """
          insert into weir_schema_history
          select 99, '99', 'later', type, 'V99__later.sql', checksum, installed_by, now(), 1, true
          from weir_schema_history where version = '3'
          """);
      assertThatThrownBy(() -> SchemaVersion.check(database.dataSource()))
          .isInstanceOf(SchemaException.class)
          .hasMessageContaining("version 99, this program knows only " + SchemaVersion.PROGRAM);
      assertThatThrownBy(() -> new Migration(owner(test), OFF).run())
          .isInstanceOf(SchemaException.class)
          .hasMessageContaining("version 99");
    }
  }

  @Test
  void aMigrationThatWasTamperedWithIsRefused() {
    try (TestDatabase test = TestDatabase.create()) {
      new Migration(owner(test), OFF).run();
      test.execute("update weir_schema_history set checksum = 1 where version = '2'");
      assertThatThrownBy(() -> new Migration(owner(test), OFF).run())
          .isInstanceOf(SchemaException.class)
          .hasMessageContaining("cannot be migrated");
    }
  }

  @Test
  void thePartitionCountIsKept() {
    try (TestDatabase test = TestDatabase.create();
        Database database = new Database(owner(test))) {
      new Migration(owner(test), OFF).run();
      Installation installation = new Installation(database);
      assertThat(installation.partitions()).isEmpty();
      installation.setPartitions(4);
      installation.setPartitions(8);
      assertThat(installation.partitions()).hasValue(8);
    }
  }

  private DatabaseConfig owner(TestDatabase test) {
    return Stage.owner(test, way);
  }

  private static Duration hours(int hours) {
    return Duration.ofHours(hours);
  }
}
