package dev.weir.timescale.notice;

import static dev.weir.timescale.notice.Listened.EVERYTHING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.testkit.TestDatabase.Login;
import dev.weir.timescale.Stage;
import dev.weir.timescale.database.Database;
import dev.weir.timescale.database.DatabaseConfig;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChangeNoticesIT {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private Stage stage;
  private Login login;
  private Database database;
  private Listened listened;

  @BeforeAll
  void open() {
    stage = Stage.of(Stage.Kind.PARTITIONS);
    login = stage.test.login("weir_service");
    database = new Database(Stage.config(stage.test.jdbcUrl(), login.user(), login.password()));
  }

  @AfterAll
  void close() {
    database.close();
    stage.close();
  }

  @BeforeEach
  void start() {
    stage.test.execute("truncate device_registry");
    listened = new Listened(database);
    awaitWorking();
  }

  @AfterEach
  void stop() {
    listened.close();
  }

  @Test
  void itBeginsWithEverythingThenHearsWhatPlainSqlChanges() {
    stage.test.execute("insert into device_registry (tenant_id, device_id) values ('a', 'd1')");
    stage.test.execute(
        "insert into device_registry select 'a', 'x' || i from generate_series(1, 101) i");
    stage.test.execute("insert into tenant_settings values ('a', 'MAX_METRICS', '5')");

    awaitTold("TENANT_SETTING a");
    assertThat(listened.told)
        .containsExactly(EVERYTHING, "DEVICE a/d1", "DEVICE null", "TENANT_SETTING a");
    assertThat(listened.log()).isEmpty();
  }

  @Test
  void whatItDoesNotKnowItPassesOverAndSaysSoOnce() {
    stage.test.execute("notify weir_changes, 'colour:blue'");
    stage.test.execute("notify weir_changes, 'device:'");
    stage.test.execute("notify weir_changes, 'route:a'");

    awaitTold("ROUTE a");
    assertThat(listened.told).containsExactly(EVERYTHING, "ROUTE a");
    assertThat(listened.log())
        .containsExactly("a change of a kind that this version does not know was passed over");
  }

  @Test
  void aChangeMadeWhileTheConnectionWasCutIsNotMissed() throws SQLException {
    try (Connection superuser = stage.test.connect();
        Statement statement = superuser.createStatement()) {
      statement.execute("alter role " + login.user() + " nologin");
      terminateListener();
      await().atMost(PATIENCE).until(() -> !listened.notices.isWorking());
      statement.execute("insert into device_registry (tenant_id, device_id) values ('a', 'd1')");
      listened.told.clear();
      statement.execute("alter role " + login.user() + " login");
    }

    awaitWorking();
    assertThat(listened.told).containsExactly(EVERYTHING);
    assertThat(listened.log()).hasSize(2);
    assertThat(listened.log().getFirst())
        .startsWith("notifications do not work: listening: ")
        .endsWith("; changes are in force when their cached copy runs out");
    assertThat(listened.log().getLast())
        .isEqualTo("notifications work again: changes are in force at once");

    stage.test.execute("notify weir_changes, 'route:a'");
    awaitTold("ROUTE a");
  }

  @Test
  void aFaultOfItsListenerDoesNotEndIt() {
    listened.failOnce();
    stage.test.execute("notify weir_changes, 'route:a'");
    await().atMost(PATIENCE).until(() -> listened.told.equals(List.of(EVERYTHING, EVERYTHING)));
    stage.test.execute("notify weir_changes, 'route:a'");
    awaitTold("ROUTE a");
  }

  /** Nothing said at all, and cut in the middle of what is said. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aConnectionThatFellSilentIsMadeAnew(int bytes) {
    URI server = URI.create(stage.test.jdbcUrl().substring("jdbc:".length()));
    try (SilentProxy proxy = new SilentProxy(server.getHost(), server.getPort());
        Database through = new Database(config(proxy));
        Listened behind = new Listened(through)) {
      await().atMost(PATIENCE).until(behind.notices::isWorking);
      behind.told.clear();
      proxy.silence(bytes);
      stage.test.execute("notify weir_changes, 'route:missed'");

      await().atMost(PATIENCE).until(() -> !behind.notices.isWorking());
      await().atMost(PATIENCE).until(behind.notices::isWorking);
      assertThat(behind.told).containsExactly(EVERYTHING);
      assertThat(behind.log().getFirst()).contains("no heartbeat was heard for 3 s;");
    }
  }

  @Test
  void whatCannotBeSentIsNoDeafness() throws SQLException {
    try (Database small = new Database(tiny());
        Listened busy = new Listened(small)) {
      await().atMost(PATIENCE).until(busy.notices::isWorking);
      busy.told.clear();
      long backend = listenerOf("tiny");
      try (Connection onlyOne = small.dataSource().getConnection()) {
        assertThat(onlyOne.isValid(1)).isTrue();
        await().atMost(PATIENCE).until(() -> !busy.log().isEmpty());
        assertThat(busy.notices.isWorking()).isFalse();
      }

      await().atMost(PATIENCE).until(busy.notices::isWorking);
      assertThat(busy.told).containsExactly(EVERYTHING);
      assertThat(listenerOf("tiny")).as("the same connection").isEqualTo(backend);
    }
  }

  @Test
  void closingLeavesNoConnection() {
    listened.close();
    assertThat(listened.notices.isWorking()).isFalse();
    await().atMost(Duration.ofSeconds(2)).until(() -> listeners() == 0);
    assertThat(listened.log()).isEmpty();
  }

  private DatabaseConfig config(SilentProxy proxy) {
    return Stage.config(
        "jdbc:postgresql://127.0.0.1:%d/%s".formatted(proxy.port(), stage.test.name()),
        login.user(),
        login.password());
  }

  private DatabaseConfig tiny() {
    return new DatabaseConfig(
        stage.test.jdbcUrl(), login.user(), login.password(), 0, 1, "tiny", Stage.LEASE);
  }

  private void awaitWorking() {
    await().atMost(PATIENCE).until(listened.notices::isWorking);
  }

  private void awaitTold(String change) {
    await().atMost(PATIENCE).until(() -> listened.told.contains(change));
  }

  private void terminateListener() {
    assertThat(
            stage.test.number(
                "select count(pg_terminate_backend(pid)) from pg_stat_activity where " + listens()))
        .isEqualTo(1);
  }

  private long listenerOf(String application) {
    return stage.test.number(
        "select pid from pg_stat_activity where application_name = '%s' and %s"
            .formatted(application, listens()));
  }

  private long listeners() {
    return stage.test.number("select count(*) from pg_stat_activity where " + listens());
  }

  private String listens() {
    return "datname = '%s' and query like 'listen %%'".formatted(stage.test.name());
  }
}
