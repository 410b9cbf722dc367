package dev.weir.core.store;

import org.jspecify.annotations.Nullable;

/** The database refused something, or could not be asked. */
public final class StoreException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** What the caller is to do. */
  public enum Kind {
    /** A value in the batch is at fault: halve the batch until the row stands alone. */
    POISON,
    /** The database is away or busy: try again after a while. */
    TRANSIENT,
    /** Nothing that time alone will heal: hold, say so, try again seldom. */
    HOLD,
    /** The lane is no longer ours: let go. */
    FENCED
  }

  private final Kind kind;
  private final @Nullable String sqlState;

  public StoreException(
      Kind kind, @Nullable String sqlState, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.sqlState = sqlState;
  }

  public Kind kind() {
    return kind;
  }

  /** PostgreSQL's five characters; null where the fault was not its own. */
  public @Nullable String sqlState() {
    return sqlState;
  }
}
