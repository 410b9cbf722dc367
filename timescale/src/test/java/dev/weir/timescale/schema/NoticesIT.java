package dev.weir.timescale.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.testkit.TestDatabase;
import dev.weir.timescale.Stage;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** Straight to the server: PgBouncer in transaction mode takes a LISTEN, and hands nothing on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NoticesIT {

  private TestDatabase test;
  private Connection listener;

  @BeforeAll
  void open() throws SQLException {
    test = TestDatabase.create();
    new Migration(Stage.owner(test), new MigrationConfig(TimescaleMode.OFF, Duration.ofDays(1)))
        .run();
    listener = test.connect();
    try (Statement statement = listener.createStatement()) {
      statement.execute("listen weir_changes");
    }
  }

  @AfterAll
  void close() throws SQLException {
    listener.close();
    test.close();
  }

  @BeforeEach
  void start() throws SQLException {
    test.execute("delete from device_registry");
    heard();
  }

  @Test
  void everyTableTellsItsKeys() throws SQLException {
    test.execute(
        """
        insert into tenants (tenant_id) values ('t1');
        insert into subscriptions (tenant_id) values ('t1');
        insert into device_registry (tenant_id, device_id) values ('t1', 'd1'), ('t1', 'd2');
        insert into device_certificates (tenant_id, device_id, fingerprint_sha256)
          values ('t1', 'd1', 'f');
        insert into message_routes (tenant_id) values ('t1');
        insert into app_settings values ('MAX_METRICS', '5');
        insert into tenant_settings values ('t1', 'MAX_METRICS', '5');
        """);
    assertThat(heard())
        .containsExactlyInAnyOrder(
            "tenant:t1",
            "subscription:t1",
            "device:t1/d1",
            "device:t1/d2",
            "certificate:t1/d1",
            "route:t1",
            "setting:MAX_METRICS",
            "tenant_setting:t1");
  }

  @Test
  void anUpdateTellsOnlyWhatMatters() throws SQLException {
    test.execute(
        """
        insert into device_registry (tenant_id, device_id)
        values ('t1', 'd1'), ('t1', 'd2'), ('t1', 'd3')
        """);
    heard();
    test.execute("update device_registry set latitude = 1, longitude = 2, updated_at = now()");
    assertThat(heard()).as("a location is no business of the cache").isEmpty();
    test.execute("update device_registry set status = 'REVOKED' where device_id = 'd2'");
    assertThat(heard()).containsExactly("device:t1/d2");
    test.execute("update device_registry set device_id = 'd4' where device_id = 'd3'");
    assertThat(heard()).containsExactlyInAnyOrder("device:t1/d3", "device:t1/d4");
    test.execute("delete from device_registry where device_id = 'd1'");
    assertThat(heard()).containsExactly("device:t1/d1");
  }

  @Test
  void moreThanAHundredAreAll() throws SQLException {
    test.execute(
        "insert into device_registry select 't1', 'd' || i from generate_series(1, 100) i");
    assertThat(heard()).hasSize(100);
    test.execute(
        "insert into device_registry select 't2', 'd' || i from generate_series(1, 101) i");
    assertThat(heard()).containsExactly("device:all");
    test.execute("truncate device_registry");
    assertThat(heard()).containsExactly("device:all");
    test.execute("insert into device_registry values ('t1', repeat('x', 9000))");
    assertThat(heard()).as("a payload has its bound").containsExactly("device:all");
  }

  private List<String> heard() throws SQLException {
    PGNotification[] notices = listener.unwrap(PGConnection.class).getNotifications(200);
    return notices == null
        ? List.of()
        : Arrays.stream(notices).map(PGNotification::getParameter).toList();
  }
}
