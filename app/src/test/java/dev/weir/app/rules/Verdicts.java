package dev.weir.app.rules;

import dev.weir.testkit.TestDatabase;
import java.util.HashMap;
import java.util.Map;

/** What became of messages, by their sequence in the stream that is not partitioned. */
final class Verdicts {

  private Verdicts() {}

  /** The reasons of those that were refused. */
  static Map<Long, String> reasons(TestDatabase database) {
    Map<Long, String> reasons = new HashMap<>();
    database
        .rows("select stream_seq, reason from quarantine_events where stream = 'TELEMETRY'")
        .forEach(row -> {
          String[] columns = row.split("\\|", -1);
          reasons.put(Long.parseLong(columns[0]), columns[1]);
        });
    return reasons;
  }
}
