package dev.weir.timescale.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weir.core.store.StoreException;
import dev.weir.core.store.StoreException.Kind;
import dev.weir.testkit.TestDatabase;
import dev.weir.testkit.Way;
import dev.weir.timescale.Stage;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DatabaseIT {

  @Test
  void startsWhileTheServerIsAway() {
    DatabaseConfig nowhere = Stage.config("jdbc:postgresql://127.0.0.1:1/none", "u", "p");
    try (Database database = new Database(nowhere)) {
      assertKind(database, Kind.TRANSIENT);
    }
  }

  /** PgBouncer tells all its troubles under one code, but its words are handed on. */
  @ParameterizedTest
  @CsvSource({
    "DIRECT, HOLD, password authentication failed",
    "THROUGH_PGBOUNCER, TRANSIENT, SASL authentication failed",
  })
  void aWrongPasswordIsToldAsSuch(Way way, Kind kind, String words) {
    try (TestDatabase test = TestDatabase.create();
        Database database = new Database(Stage.config(way.jdbcUrl(test), test.user(), "wrong"))) {
      assertKind(database, kind).hasMessageContaining(words);
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void aDatabaseThatTakesNoConnectionsIsAway(Way way) {
    try (TestDatabase test = TestDatabase.create();
        Database database = new Database(Stage.owner(test, way))) {
      assertThat(database.<Integer>query("testing", c -> update(c, "select 1"))).isEqualTo(-1);
      test.allowConnections(false);
      assertKind(database, Kind.TRANSIENT);

      test.allowConnections(true);
      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreException(StoreException.class)
          .until(() -> database.<Integer>query("testing", c -> update(c, "select 1")) == -1);
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void aTransactionIsAllOrNothing(Way way) {
    try (TestDatabase test = TestDatabase.create();
        Database database = new Database(Stage.owner(test, way))) {
      test.execute("create table t (a int)");
      assertThatThrownBy(() ->
              database.transaction(
                  "testing",
                  connection -> {
                    update(connection, "insert into t values (1)");
                    throw new IllegalStateException("changed my mind");
                  }))
          .isInstanceOf(IllegalStateException.class);
      database.transaction("testing", connection -> update(connection, "insert into t values (2)"));
      assertThat(test.rows("select a from t")).containsExactly("2");
      assertThat(database.poolState().active()).isZero();
    }
  }

  /** Straight to the server: through PgBouncer it speaks of PgBouncer's own connection. */
  @Test
  void theServerIsAskedToNoticeADeadClientWithinTheLease() {
    try (TestDatabase test = TestDatabase.create();
        Database database = new Database(Stage.owner(test))) {
      assertThat(setting(database, "tcp_user_timeout")).isEqualTo("4000");
      assertThat(setting(database, "tcp_keepalives_idle")).isEqualTo("2");
      assertThat(setting(database, "tcp_keepalives_interval")).isEqualTo("1");
      assertThat(setting(database, "tcp_keepalives_count")).isEqualTo("2");
    }
  }

  @Test
  void aConfigurationShowsNoSecret() {
    DatabaseConfig config =
        new DatabaseConfig(
            "jdbc:postgresql://h/db?password=hidden", "u", "hidden", 1, 2, "a", Duration.ZERO);
    assertThat(config.toString()).contains("h/db", "as u").doesNotContain("hidden");
  }

  private static String setting(Database database, String name) {
    return database.query(
        "showing",
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet row = statement.executeQuery("show " + name)) {
            row.next();
            return row.getString(1);
          }
        });
  }

  private static AbstractThrowableAssert<?, ?> assertKind(Database database, Kind kind) {
    return assertThatThrownBy(() -> database.query("testing", c -> update(c, "select 1")))
        .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.kind()).isEqualTo(kind));
  }

  private static int update(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
      return statement.getUpdateCount();
    }
  }
}
