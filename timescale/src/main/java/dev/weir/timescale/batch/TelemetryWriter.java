package dev.weir.timescale.batch;

import dev.weir.core.store.StoreException;
import dev.weir.core.store.StoreException.Kind;
import dev.weir.timescale.copy.CopyEncoder;
import dev.weir.timescale.copy.TelemetryRow;
import dev.weir.timescale.database.SqlFailures;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Owned by one lane: stores readings by COPY straight into {@code telemetry}, or through a staging
 * table where some of them may be there already.
 */
final class TelemetryWriter {

  /**
   * What became of the readings that were to be stored.
   *
   * @param duplicates positions of those that are there already
   * @param conflicts positions of those that contradict what is there
   */
  record Outcome(long stored, BitSet duplicates, BitSet conflicts) {

    static Outcome ofNew(long stored) {
      return new Outcome(stored, new BitSet(), new BitSet());
    }
  }

  private static final String COPY =
      "copy telemetry (" + TelemetryRow.COLUMNS + ") from stdin (format binary)";

  private final CopyEncoder encoder;

  TelemetryWriter(CopyEncoder encoder) {
    this.encoder = encoder;
  }

  /** Writes the rows into memory, in the order of devices. */
  void encode(PreparedBatch batch) {
    encoder.begin();
    for (int position : DeviceOrder.of(batch)) {
      TelemetryRow.write(
          encoder, batch.message(position), batch.incarnation(position), batch.streamSeq(position));
    }
    encoder.end();
  }

  /** Likewise, each with its position in the batch in front. */
  void encodeNumbered(PreparedBatch batch) {
    encoder.begin();
    for (int position : batch.accepted()) {
      TelemetryRow.writeNumbered(
          encoder,
          position,
          batch.message(position),
          batch.incarnation(position),
          batch.streamSeq(position));
    }
    encoder.end();
  }

  /** Stores what {@link #encode} wrote. A reading that is there already is SQLSTATE 23505. */
  Outcome copy(Connection connection, PreparedBatch batch) throws SQLException {
    if (batch.accepted().length == 0) {
      return Outcome.ofNew(0);
    }
    try {
      return Outcome.ofNew(encoder.send(connection, COPY));
    } catch (SQLException e) {
      refuseToBlameARow(e);
      throw e;
    }
  }

  /** Stores what {@link #encodeNumbered} wrote, as far as it is new. */
  Outcome stage(Connection connection, PreparedBatch batch) throws SQLException {
    if (batch.accepted().length == 0) {
      return Outcome.ofNew(0);
    }
    try {
      return Staging.store(connection, encoder, batch);
    } catch (SQLException e) {
      refuseToBlameARow(e);
      throw e;
    }
  }

  /**
   * A row on its way into the default partition while the partition for its day was made violates
   * the partition's bounds, which have no name; the next attempt finds its way. A check that has a
   * name is an operator's own, and means the row.
   */
  private static void refuseToBlameARow(SQLException e) {
    if (SqlFailures.CHECK_VIOLATION.equals(e.getSQLState()) && constraintName(e) == null) {
      throw new StoreException(
          Kind.TRANSIENT, e.getSQLState(), "a partition was made under the batch", e);
    }
  }

  private static @Nullable String constraintName(SQLException e) {
    ServerErrorMessage message =
        e instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
    return message == null ? null : message.getConstraint();
  }
}
