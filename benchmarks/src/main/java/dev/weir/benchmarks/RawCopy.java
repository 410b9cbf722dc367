package dev.weir.benchmarks;

import dev.weir.testkit.TestDatabase;
import dev.weir.timescale.copy.TelemetryRow;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * The reference: rows that are in {@code telemetry}, taken out and put in again by binary COPY over
 * two connections, each of one transaction.
 */
public final class RawCopy {

  private static final int CONNECTIONS = 2;
  private static final String TIME = "time";

  private RawCopy() {}

  /**
   * Measures with all rows; the table is empty before they are put in again, and afterwards.
   *
   * @return rows a second
   */
  public static double rowsPerSecond(TestDatabase database) throws InterruptedException {
    List<byte[]> rows = read(database, TelemetryRow.COLUMNS, "true");
    database.execute("truncate telemetry");
    try {
      return rowsPerSecond(database, rows);
    } finally {
      database.execute("truncate telemetry");
    }
  }

  /**
   * Measures with the readings of a span, which are put in beside all that is there, as readings of
   * some microseconds later.
   *
   * @return rows a second
   */
  public static double rowsPerSecond(TestDatabase database, Instant from, Instant to)
      throws InterruptedException {
    String columns =
        "time + interval '7 microseconds'" + TelemetryRow.COLUMNS.substring(TIME.length());
    String span = "time >= '%s' and time < '%s'".formatted(from, to);
    return rowsPerSecond(database, read(database, columns, span));
  }

  private static List<byte[]> read(TestDatabase database, String columns, String condition) {
    List<byte[]> parts = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      String sql =
          """
          copy (select %s from telemetry where mod(abs(hashtext(device_id)), %d) = %d and %s
            order by time) to stdout (format binary)
          """
              .formatted(columns, CONNECTIONS, i, condition);
      parts.add(on(database, copy -> read(copy, sql)));
    }
    return parts;
  }

  private static double rowsPerSecond(TestDatabase database, List<byte[]> parts)
      throws InterruptedException {
    database.execute("checkpoint"); // what others left to be written is not this one's
    try (ExecutorService connections = Executors.newFixedThreadPool(CONNECTIONS)) {
      String sql = "copy telemetry (" + TelemetryRow.COLUMNS + ") from stdin (format binary)";
      List<Callable<Long>> copies =
          parts.stream()
              .<Callable<Long>>map(part ->
                  () -> on(database, copy -> copy.copyIn(sql, new ByteArrayInputStream(part))))
              .toList();
      long started = System.nanoTime();
      long rows = 0;
      for (Future<Long> copied : connections.invokeAll(copies)) {
        rows += copied.get();
      }
      double seconds = (System.nanoTime() - started) / 1e9;
      return rows / seconds;
    } catch (ExecutionException e) {
      throw new IllegalStateException("raw COPY failed", e.getCause());
    }
  }

  /** Work over one connection. */
  private interface Work<T> {
    T on(CopyManager copy) throws SQLException, IOException;
  }

  private static <T> T on(TestDatabase database, Work<T> work) {
    try (Connection connection = database.connect()) {
      return work.on(connection.unwrap(PGConnection.class).getCopyAPI());
    } catch (SQLException | IOException e) {
      throw new IllegalStateException("COPY failed: " + e.getMessage(), e);
    }
  }

  private static byte[] read(CopyManager copy, String sql) throws SQLException, IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    copy.copyOut(sql, bytes);
    return bytes.toByteArray();
  }
}
