package dev.weir.timescale.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.store.StoreException.Kind;
import java.io.IOException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlFailuresTest {

  @ParameterizedTest
  @CsvSource({
    "22P05, POISON",
    "23514, POISON",
    "54000, POISON",
    "08006, TRANSIENT",
    "25006, TRANSIENT",
    "40P01, TRANSIENT",
    "53300, TRANSIENT",
    "55P03, TRANSIENT",
    "57P01, TRANSIENT",
    "58030, TRANSIENT",
    "42501, HOLD",
    "42P01, HOLD",
    "28P01, HOLD",
    "3D000, HOLD",
    "XX000, HOLD",
    "TS000, HOLD"
  })
  void theClassOfASqlstateTells(String state, Kind kind) {
    assertThat(SqlFailures.kindOf(new SQLException("x", state))).isEqualTo(kind);
  }

  @Test
  void withoutASqlstateTheCauseTells() {
    assertThat(SqlFailures.kindOf(new SQLException("x", new IOException("gone"))))
        .isEqualTo(Kind.TRANSIENT);
    assertThat(SqlFailures.kindOf(new SQLTransientConnectionException("pool")))
        .isEqualTo(Kind.TRANSIENT);
    assertThat(SqlFailures.kindOf(new SQLException("x"))).isEqualTo(Kind.HOLD);
  }

  @Test
  void aValueAtFaultIsNotQuoted() {
    SQLException failure = new SQLException("invalid input: \"hunter2\"", "22P02");
    assertThat(SqlFailures.toStoreException("storing", failure))
        .hasMessage("storing: a value is at fault (SQLSTATE 22P02)");
  }

  @Test
  void aPoolThatWaitedInVainTellsWhatFor() {
    SQLException refused = new SQLException("FATAL: password authentication failed", "28P01");
    SQLException pool =
        new SQLTransientConnectionException("request timed out after 5003ms", "28P01", refused);
    assertThat(SqlFailures.toStoreException("reading", pool))
        .hasMessage("reading: FATAL: password authentication failed (SQLSTATE 28P01)");

    SQLException exhausted = new SQLTransientConnectionException("request timed out (active=10)");
    assertThat(SqlFailures.toStoreException("reading", exhausted))
        .hasMessage("reading: request timed out (active=10) (SQLSTATE none)");
  }

  @Test
  void aHostThatNobodyKnowsIsNamed() {
    SQLException failed =
        new SQLException("The connection attempt failed.", "08001", new UnknownHostException("db"));
    assertThat(SqlFailures.toStoreException("reading", failed))
        .hasMessage("reading: no host is known as db (SQLSTATE 08001)");
  }
}
