package dev.weir.demo;

import dev.weir.timescale.database.Database;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The demo's routes, and the server that their webhooks go to. It takes what comes, but for the
 * first message of one device: that becomes a dead letter, which is replayed once all is healed.
 */
final class Deliveries implements AutoCloseable {

  private static final String TENANT = "tenant";
  private static final String PICKY = "picky";
  private static final long LOOK_MILLIS = 50;

  private final WebhookSecret secret = WebhookSecret.random();
  private final Map<String, Inbox> inboxes =
      Map.of(TENANT, new Inbox(false), PICKY, new Inbox(true));
  private final List<DemoRoute> routes;
  private final WebhookReceiver receiver;

  private Deliveries(List<DemoRoute> routes) throws IOException {
    this.routes = routes;
    receiver = WebhookReceiver.start(secret, inboxes);
  }

  /** Listens for messages of one part's first tenant, and of its last device. */
  static Deliveries prepare(Part part) throws IOException {
    double perTenant = part.rate() / part.fleet().tenants().size();
    double perDevice = part.rate() / part.devices();
    return new Deliveries(
        List.of(
            DemoRoute.ofTenant(TENANT, part.fleet().tenants().getFirst(), perTenant),
            DemoRoute.ofDevice(PICKY, part.fleet().senders().getLast(), perDevice)));
  }

  void addRoutes(Database database) {
    routes.forEach(route -> route.store(database, receiver.url(route.name()), secret));
  }

  /** Messages that have arrived, each counted once for each route. */
  long taken() {
    return sum(Inbox::taken);
  }

  /** From now on nothing is refused. */
  void heal() {
    inboxes.values().forEach(Inbox::heal);
  }

  /** Waits until all has arrived, or is a dead letter, or nothing has happened for too long. */
  void settle(Database database, Duration patience) throws InterruptedException {
    long matched = matched(database);
    long last = taken();
    long deadline = System.nanoTime() + patience.toNanos();
    while (!isSettled(database, matched) && System.nanoTime() - deadline < 0) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      if (taken() > last) {
        last = taken();
        deadline = System.nanoTime() + patience.toNanos();
      }
    }
  }

  /**
   * What has become of the messages.
   *
   * @param deadLetters that there were
   */
  Delivered reckon(Database database, long deadLetters) {
    Inbox picky = inbox(PICKY);
    @Nullable String refused = picky.refused();
    return new Delivered(
        matched(database),
        taken(),
        sum(Inbox::repeats),
        sum(Inbox::forged),
        refused == null ? 0 : 1,
        deadLetters,
        refused != null && picky.hasTaken(refused) ? 1 : 0);
  }

  @Override
  public void close() {
    receiver.close();
  }

  /** One line for people. */
  @Override
  public String toString() {
    DemoRoute all = routes.getFirst();
    DemoRoute one = routes.getLast();
    return """
    Readings above %s °C of %s, and above %s °C of %s/%s,
    go to a webhook; it refuses the first of the latter, which is replayed at the end\
    """
        .formatted(
            all.warmerThan(), all.tenantId(), one.warmerThan(), one.tenantId(), one.deviceId());
  }

  private boolean isSettled(Database database, long matched) {
    long refused = sum(Inbox::refusedNow);
    return taken() + refused >= matched && Delivered.deadLetters(database) >= refused;
  }

  private long matched(Database database) {
    return routes.stream().mapToLong(route -> route.matched(database)).sum();
  }

  private long sum(ToLongFunction<Inbox> figure) {
    return inboxes.values().stream().mapToLong(figure).sum();
  }

  private Inbox inbox(String name) {
    Inbox found = inboxes.get(name);
    if (found == null) {
      throw new IllegalArgumentException("no inbox is called " + name);
    }
    return found;
  }
}
