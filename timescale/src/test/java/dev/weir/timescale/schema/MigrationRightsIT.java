package dev.weir.timescale.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.core.store.StoreException;
import dev.weir.core.store.StoreException.Kind;
import dev.weir.testkit.TestDatabase;
import dev.weir.testkit.TestDatabase.Login;
import dev.weir.timescale.Stage;
import dev.weir.timescale.database.DatabaseConfig;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * What whoever migrates has to be allowed. Straight to the server: PgBouncer does not know the
 * logins that a test makes.
 */
class MigrationRightsIT {

  private static final MigrationConfig ON =
      new MigrationConfig(TimescaleMode.ON, Duration.ofDays(1));

  @Test
  void theDatabasesOwnerNeedsNoMore() {
    try (TestDatabase test = TestDatabase.create()) {
      Login owner = test.login("pg_read_all_stats");
      test.execute("alter database %s owner to %s".formatted(test.name(), owner.user()));
      assertThat(new Migration(as(test, owner), ON).run().hypertable()).isTrue();
    }
  }

  @Test
  void whoMayNotCreateTheExtensionGetsPartitionsOrIsToldPlainly() {
    try (TestDatabase test = TestDatabase.create()) {
      Login guest = test.login("pg_read_all_stats");
      test.execute("grant create on schema public to " + guest.user());
      assertThatThrownBy(() -> new Migration(as(test, guest), ON).run())
          .isInstanceOf(SchemaException.class)
          .hasMessageContaining("TimescaleDB is wanted");
      assertThat(test.rows("select to_regclass('tenants')"))
          .as("all or nothing")
          .containsExactly("null");
      assertThat(new Migration(as(test, guest), MigrationConfig.DEFAULTS).run().hypertable())
          .isFalse();
    }
  }

  @Test
  void anAbsentServerIsToldAsSuch() {
    DatabaseConfig nowhere = Stage.config("jdbc:postgresql://127.0.0.1:1/none", "u", "p");
    assertThatThrownBy(() -> new Migration(nowhere, ON).run())
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TRANSIENT));
  }

  private static DatabaseConfig as(TestDatabase test, Login login) {
    return Stage.config(test.jdbcUrl(), login.user(), login.password());
  }
}
