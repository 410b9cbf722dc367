package dev.weir.timescale.lane;

import dev.weir.timescale.database.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The processes that share the lanes out, as rows of {@code ingest_members}. */
final class LaneMembers {

  /** The statement does not see its own insert, so a member new or back from the dead is added. */
  private static final String HEARTBEAT =
      """
      with me as (
        insert into ingest_members (member, alive_until)
        values (?, clock_timestamp() + ? * interval '1 millisecond')
        on conflict (member) do update set alive_until = excluded.alive_until
        returning member)
      select member from ingest_members where alive_until > clock_timestamp()
      union
      select member from me
      order by member
      """;

  private final Database database;

  LaneMembers(Database database) {
    this.database = database;
  }

  List<String> heartbeat(String member, Duration lease) {
    return database.query(
        "taking part",
        connection -> {
          try (PreparedStatement upsert = connection.prepareStatement(HEARTBEAT)) {
            upsert.setString(1, member);
            upsert.setLong(2, lease.toMillis());
            List<String> members = new ArrayList<>();
            ResultSet rows = upsert.executeQuery();
            while (rows.next()) {
              members.add(rows.getString(1));
            }
            return members;
          }
        });
  }

  void leave(String member) {
    database.query(
        "leaving",
        connection -> {
          try (PreparedStatement delete =
              connection.prepareStatement("delete from ingest_members where member = ?")) {
            delete.setString(1, member);
            return delete.executeUpdate();
          }
        });
  }
}
