package dev.weir.app.routes;

import dev.weir.testkit.WeirProcess;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A class's own process that takes readings in and delivers, and a receiver for each test. */
abstract class RoutedTest {

  static RouteStage stage;
  static WeirProcess weir;
  private static int seq;

  Webhook webhook;

  @BeforeAll
  static void start() throws Exception {
    stage = new RouteStage(Map.of());
    weir = stage.serve("ingest,route-delivery");
  }

  @AfterAll
  static void stop() {
    weir.close();
    stage.close();
  }

  @BeforeEach
  void listen() throws Exception {
    webhook = new Webhook(call -> 200);
  }

  @AfterEach
  void close() {
    webhook.close();
    stage.database.execute("delete from message_routes");
    stage.database.execute("delete from dead_letter_messages");
  }

  /** The first of so many sequence numbers that no reading had. */
  static int next(int count) {
    int from = seq + 1;
    seq += count;
    return from;
  }
}
