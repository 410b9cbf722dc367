package dev.weir.timescale.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.testkit.TestDatabase;
import dev.weir.testkit.TestDatabase.Login;
import dev.weir.timescale.Stage;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the roles may not do; that the service may do its work, its other tests show. Straight to
 * the server: PgBouncer would have to know each login, and changes nothing of its rights.
 */
@ParameterizedClass
@EnumSource(
    value = TimescaleMode.class,
    names = {"ON", "OFF"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrivilegesIT {

  @Parameter TimescaleMode mode = TimescaleMode.OFF;

  private TestDatabase test;
  private Login service;
  private Login reader;

  @BeforeParameterizedClassInvocation
  void open() {
    test = TestDatabase.create();
    new Migration(Stage.owner(test), new MigrationConfig(mode, Duration.ofDays(1))).run();
    service = test.login("weir_service");
    reader = test.login("weir_reader");
    test.execute("insert into telemetry (tenant_id, device_id) values ('t', 'd')");
  }

  @AfterParameterizedClassInvocation
  void close() {
    test.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alter table telemetry add column x int",
        "alter table ingest_lanes set unlogged",
        "truncate telemetry",
        "truncate ingest_lanes",
        "truncate quarantine_events",
        "drop table telemetry",
        "drop table quarantine_events",
        "drop index telemetry_identity",
        "create table mine (a int)",
        "create function f() returns int language sql as 'select 1'",
        "alter table tenants disable trigger all",
        "delete from telemetry",
        "update telemetry set site_id = 'x'",
        "delete from ingest_lanes",
        "update installation set value = '1'",
        "delete from weir_schema_history"
      })
  void theServiceMayNotTouchTheShapeNorRewriteWhatIsStored(String sql) {
    assertDenied(service, sql);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select provision_token_hash from device_registry",
        "select * from device_registry",
        "select token_sha256 from quarantine_events",
        "select destination_config from message_routes",
        "insert into telemetry (tenant_id, device_id) values ('t', 'd')",
        "delete from quarantine_events",
        "insert into quarantine_replays (requested_by) values ('x')",
        "select nextval('lane_incarnation')",
        "select weir_make_partitions(1, 1)",
        "select weir_drop_before('2000-01-01')"
      })
  void theReaderReadsNoSecretsAndWritesNothing(String sql) {
    assertDenied(reader, sql);
  }

  @Test
  void theReaderReadsTheRest() throws SQLException {
    try (Connection connection = test.connect(reader);
        Statement statement = connection.createStatement()) {
      for (String table :
          new String[] {
            "telemetry",
            "tenants",
            "ingest_lanes",
            "quarantine_counters_minute",
            "quarantine_replays"
          }) {
        assertThat(statement.execute("select * from " + table)).isTrue();
      }
      assertThat(statement.execute("select tenant_id, device_id, status from device_registry"))
          .isTrue();
      assertThat(statement.execute("select id, reason, payload, raw from quarantine_events"))
          .isTrue();
    }
  }

  private void assertDenied(Login login, String sql) {
    assertThatThrownBy(
            () -> {
              try (Connection connection = test.connect(login);
                  Statement statement = connection.createStatement()) {
                statement.execute(sql);
              }
            })
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
  }
}
