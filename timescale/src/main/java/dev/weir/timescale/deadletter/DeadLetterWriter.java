package dev.weir.timescale.deadletter;

import dev.weir.core.delivery.DeadLetterStore.DeadLetter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes letters in a transaction of the caller's, up to their tenant's bound; counts the rest. */
public final class DeadLetterWriter {

  private final String source;
  private final int maxPerTenant;

  /**
   * Makes one.
   *
   * @param source who writes: a stream's lane by the stream's name, or {@code delivery}
   * @param maxPerTenant letters of one tenant that may lie there as {@code FAILED}
   */
  public DeadLetterWriter(String source, int maxPerTenant) {
    this.source = source;
    this.maxPerTenant = maxPerTenant;
  }

  /** Writes letters, no two of the same delivery; returns how many were kept. */
  public int write(Connection connection, List<DeadLetter> letters) throws SQLException {
    Map<String, Long> room = DeadLetterRoom.of(connection, letters, maxPerTenant);
    List<DeadLetter> kept = new ArrayList<>(letters.size());
    Map<String, Long> dropped = new TreeMap<>();
    for (DeadLetter letter : letters) {
      String tenant = letter.job().tenantId();
      if (room.merge(tenant, -1L, Long::sum) >= 0) {
        kept.add(letter);
      } else {
        dropped.merge(tenant, 1L, Long::sum);
      }
    }
    if (!dropped.isEmpty()) {
      kept.addAll(DeadLetterRoom.known(connection, letters, kept, dropped));
    }
    DeadLetterRows.write(connection, source, kept, dropped);
    return kept.size();
  }
}
