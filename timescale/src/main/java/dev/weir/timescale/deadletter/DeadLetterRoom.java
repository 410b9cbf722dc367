package dev.weir.timescale.deadletter;

import dev.weir.core.delivery.DeadLetterStore.DeadLetter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How many letters more each tenant may have. Several writers at the same moment may together go
 * over the bound by what each of them writes.
 */
final class DeadLetterRoom {

  private static final String FAILED =
      """
      select count(*) from (
        select from dead_letter_messages where tenant_id = ? and status = 'FAILED' limit ?) f
      """;

  private static final String KNOWN =
      "select delivery_id from dead_letter_messages where delivery_id = any (?)";

  private DeadLetterRoom() {}

  /** The room of each tenant of these letters. */
  static Map<String, Long> of(Connection connection, Collection<DeadLetter> letters, int bound)
      throws SQLException {
    Map<String, Long> room = new HashMap<>();
    try (PreparedStatement count = connection.prepareStatement(FAILED)) {
      for (DeadLetter letter : letters) {
        String tenant = letter.job().tenantId();
        if (room.containsKey(tenant)) {
          continue;
        }
        count.setString(1, tenant);
        count.setInt(2, bound);
        ResultSet row = count.executeQuery();
        row.next();
        room.put(tenant, bound - row.getLong(1));
      }
    }
    return room;
  }

  /**
   * Those among the rest that are there already: they take no room, and a replayed one that failed
   * again must be seen to have failed. They are taken off {@code dropped}.
   */
  static List<DeadLetter> known(
      Connection connection,
      List<DeadLetter> letters,
      List<DeadLetter> kept,
      Map<String, Long> dropped)
      throws SQLException {
    Set<DeadLetter> without = new HashSet<>(letters);
    kept.forEach(without::remove);
    Object[] ids = without.stream().map(letter -> letter.job().deliveryId()).toArray();
    Set<String> known = new HashSet<>();
    try (PreparedStatement select = connection.prepareStatement(KNOWN)) {
      select.setArray(1, connection.createArrayOf("text", ids));
      ResultSet row = select.executeQuery();
      while (row.next()) {
        known.add(row.getString(1));
      }
    }
    List<DeadLetter> there =
        letters.stream()
            .filter(without::contains)
            .filter(letter -> known.contains(letter.job().deliveryId()))
            .toList();
    there.forEach(letter ->
        dropped.computeIfPresent(
            letter.job().tenantId(), (tenant, count) -> count == 1 ? null : count - 1));
    return there;
  }
}
