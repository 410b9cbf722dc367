package dev.weir.demo;

import dev.weir.timescale.database.Database;
import java.io.PrintStream;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds what the routes mean against what has arrived.
 *
 * @param matched stored messages that routes mean, each counted once for each route
 * @param taken messages that arrived with good signatures, each counted once
 * @param repeats those that came again
 * @param forged those whose signatures did not fit
 * @param refused messages that were refused on purpose
 * @param deadLetters that this made
 * @param replayed messages among the refused that arrived in the end, by the same id
 */
record Delivered(
    long matched,
    long taken,
    long repeats,
    long forged,
    long refused,
    long deadLetters,
    long replayed) {

  /** Dead letters that nobody has cared for yet. */
  static long deadLetters(Database database) {
    return database.query(
        "counting dead letters",
        connection -> {
          try (Statement count = connection.createStatement()) {
            ResultSet found =
                count.executeQuery(
                    "select count(*) from dead_letter_messages where status = 'FAILED'");
            found.next();
            return found.getLong(1);
          }
        });
  }

  /** What does not agree; empty where every message was delivered. */
  List<String> differences() {
    List<String> differences = new ArrayList<>();
    if (taken != matched) {
      differences.add(
          "%,d messages match the routes, %,d were delivered".formatted(matched, taken));
    }
    if (forged > 0) {
      differences.add("%,d messages came with a signature that does not fit".formatted(forged));
    }
    if (deadLetters != refused) {
      differences.add(
          "%,d messages were refused, %,d dead letters".formatted(refused, deadLetters));
    }
    if (replayed != refused) {
      differences.add("%,d messages were refused, %,d replayed".formatted(refused, replayed));
    }
    return differences;
  }

  void print(PrintStream out) {
    out.printf("%nDeliveries to the webhook%n");
    out.printf("  matched      %,10d   stored messages that routes mean%n", matched);
    out.printf("  delivered    %,10d   signatures verified%n", taken);
    out.printf("  repeats      %,10d%n", repeats);
    out.printf("  dead letters %,10d   refused on purpose%n", deadLetters);
    out.printf("  replayed     %,10d   arrived with the same webhook-id%n", replayed);
    List<String> differences = differences();
    if (!differences.isEmpty()) {
      out.printf("%nIt does not agree:%n");
      differences.forEach(difference -> out.println("  " + difference));
    }
    out.println();
  }
}
