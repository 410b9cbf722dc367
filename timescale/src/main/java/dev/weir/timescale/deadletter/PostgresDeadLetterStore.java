package dev.weir.timescale.deadletter;

import dev.weir.core.delivery.DeadLetterStore;
import dev.weir.core.store.StoreException;
import dev.weir.timescale.database.Database;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Keeps what delivery gave up. Letters are written in the order of their delivery ids, so that two
 * processes wait for each other rather than deadlock.
 */
public final class PostgresDeadLetterStore implements DeadLetterStore {

  private final Database database;
  private final DeadLetterWriter writer;

  /**
   * Makes one.
   *
   * @param maxPerTenant letters of one tenant that may lie there as {@code FAILED}
   */
  public PostgresDeadLetterStore(Database database, int maxPerTenant) {
    this.database = database;
    writer = new DeadLetterWriter("delivery", maxPerTenant);
  }

  @Override
  public void add(Collection<DeadLetter> letters) {
    Map<String, DeadLetter> byId = new TreeMap<>();
    letters.forEach(letter -> byId.put(letter.job().deliveryId(), letter));
    if (!byId.isEmpty()) {
      write(List.copyOf(byId.values()));
    }
  }

  /** One that somebody's own constraint forbids must not keep the others out. */
  private void write(List<DeadLetter> letters) {
    try {
      database.transaction("keeping dead letters", connection -> writer.write(connection, letters));
    } catch (StoreException e) {
      if (e.kind() != StoreException.Kind.POISON) {
        throw e;
      }
      if (letters.size() == 1) {
        String message = "dead letter " + letters.getFirst().job().deliveryId() + " is refused";
        throw new StoreException(StoreException.Kind.HOLD, e.sqlState(), message, e);
      }
      halve(letters);
    }
  }

  private void halve(List<DeadLetter> letters) {
    try {
      write(letters.subList(0, letters.size() / 2));
    } finally {
      write(letters.subList(letters.size() / 2, letters.size()));
    }
  }
}
