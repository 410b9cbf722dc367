package dev.weir.timescale.database;

import dev.weir.core.store.StoreException;
import dev.weir.core.store.StoreException.Kind;
import java.io.IOException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;

/** What a failure of the database means for whoever asked it. */
public final class SqlFailures {

  public static final String UNIQUE_VIOLATION = "23505";
  public static final String CHECK_VIOLATION = "23514";
  public static final String LOCK_NOT_AVAILABLE = "55P03";
  public static final String UNDEFINED_TABLE = "42P01";

  private SqlFailures() {}

  /**
   * A failure as the ports tell it.
   *
   * @param doing what failed: "reading the settings"
   */
  public static StoreException toStoreException(String doing, SQLException failure) {
    String state = failure.getSQLState();
    Kind kind = kindOf(failure);
    String said = kind == Kind.POISON ? "a value is at fault" : reason(failure);
    String message = "%s: %s (SQLSTATE %s)".formatted(doing, said, state == null ? "none" : state);
    return new StoreException(kind, state, message, failure);
  }

  /** The pool says only that it waited in vain, the driver that it could not connect: why, then? */
  private static @Nullable String reason(SQLException failure) {
    boolean ofPool = failure instanceof SQLTransientConnectionException;
    Throwable told = ofPool && failure.getCause() instanceof SQLException why ? why : failure;
    return told.getCause() instanceof UnknownHostException unknown
        ? "no host is known as " + unknown.getMessage()
        : told.getMessage();
  }

  static Kind kindOf(SQLException failure) {
    String state = failure.getSQLState();
    if (state == null || state.length() != 5) {
      return isConnectionTrouble(failure) ? Kind.TRANSIENT : Kind.HOLD;
    }
    return switch (state.substring(0, 2)) {
      // data exception, integrity constraint, program limit exceeded
      case "22", "23", "54" -> Kind.POISON;
      // connection, invalid transaction state (read-only), transaction rollback (deadlock),
      // resources, object not in the right state (locks), operator intervention, system
      case "08", "25", "40", "53", "55", "57", "58" -> Kind.TRANSIENT;
      // Permissions, missing tables, wrong passwords: somebody has to see to it.
      default -> Kind.HOLD;
    };
  }

  /** Time-outs of the pool and broken sockets carry no SQLSTATE of the server's. */
  private static boolean isConnectionTrouble(SQLException failure) {
    for (@Nullable Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SQLTransientConnectionException || t instanceof IOException) {
        return true;
      }
    }
    return false;
  }
}
