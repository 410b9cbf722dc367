package dev.weir.timescale.registry;

import dev.weir.core.admission.Validity;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Times of the registry as microseconds since 1970. */
final class Moments {

  private Moments() {}

  /**
   * An expression for a time's microseconds, null where it is null. An infinite time, or one beyond
   * what fits, is the first or the last that does.
   */
  static String micros(String column) {
    // least and greatest pass over nulls
    return """
    case when %1$s is not null then
      least(greatest(extract(epoch from %1$s) * 1000000, -9223372036854775808),
        9223372036854775807)::bigint
    end\
    """
        .formatted(column);
  }

  /** The span between two columns; a null is no bound. */
  static Validity validity(ResultSet row, int from, int until) throws SQLException {
    long start = row.getLong(from);
    boolean hasStart = !row.wasNull();
    long end = row.getLong(until);
    boolean hasEnd = !row.wasNull();
    return new Validity(hasStart ? start : Long.MIN_VALUE, hasEnd ? end : Long.MAX_VALUE);
  }
}
