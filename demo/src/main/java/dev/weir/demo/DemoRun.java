package dev.weir.demo;

import dev.weir.app.command.Commands;
import dev.weir.app.command.Console;
import dev.weir.app.config.Configuration;
import dev.weir.app.config.ConfigurationException;
import dev.weir.app.serve.EndSignals;
import dev.weir.app.serve.RoleName;
import dev.weir.app.serve.Roles;
import dev.weir.app.serve.Service;
import dev.weir.app.simulate.FleetRegistration;
import dev.weir.app.simulate.Ledger;
import dev.weir.app.simulate.Transport;
import dev.weir.timescale.database.Database;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.BindException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** One run of the demo on servers that are up. */
final class DemoRun {

  /** NATS reserves what its streams may hold: little, for a laptop's disk may be nearly full. */
  private static final String STREAM_BYTES = Integer.toString(256 << 20);

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Map<String, String> environment;
  private final PrintStream out;
  private final BooleanSupplier stopped;

  DemoRun(Servers servers, PrintStream out, BooleanSupplier stopped) {
    environment = new HashMap<>(servers.environment());
    environment.putAll(Map.of("HTTP_HOST", "127.0.0.1", "HTTP_PORT", "0"));
    environment.putAll(Map.of("STREAM_MAX_BYTES", STREAM_BYTES, "ROUTES_MAX_BYTES", STREAM_BYTES));
    environment.put("WEBHOOK_ALLOWED_NETWORKS", "127.0.0.1/32");
    this.out = out;
    this.stopped = stopped;
  }

  /** Runs to the end, or until it is stopped; true where all is accounted for and delivered. */
  boolean run(int devices, int rate, Duration duration)
      throws ConfigurationException, IOException, InterruptedException {
    command("migrate");
    Configuration configuration = Configuration.from(environment);
    Parts fleet = Parts.of(System.nanoTime(), devices, rate);
    try (Database database = new Database(configuration.database().toCommandConfig());
        Deliveries deliveries = Deliveries.prepare(fleet.parts().getFirst())) {
      fleet.parts().forEach(part -> FleetRegistration.register(database, part.fleet()));
      out.printf(
          "%,d devices of %d tenants publish %,d messages/s for %d s: %,d over MQTT, %,d over HTTP one"
              + " by one, %,d in batches; about 1 in 8 is bad on purpose or sent twice%n",
          devices,
          fleet.tenants(),
          rate,
          duration.toSeconds(),
          fleet.devices(Transport.MQTT),
          fleet.devices(Transport.HTTP),
          fleet.devices(Transport.HTTP_BATCH));
      RateLimits limits = RateLimits.fitting((double) rate / devices);
      limits.store(database);
      deliveries.addRoutes(database);
      out.printf("%s%n%s%n%n", limits, deliveries);
      return run(configuration, fleet, duration, database, deliveries);
    }
  }

  /** Runs a command of Weir as an operator would; what it prints is not shown. */
  private void command(String... arguments) throws IOException {
    PrintWriter nowhere = new PrintWriter(PrintWriter.nullWriter());
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    if (Commands.run(new Console(environment, nowhere, err), arguments) != 0) {
      throw new IOException("the command " + String.join(" ", arguments) + " failed");
    }
  }

  private boolean run(
      Configuration configuration,
      Parts fleet,
      Duration duration,
      Database database,
      Deliveries deliveries)
      throws BindException, IOException, InterruptedException {
    Ledger ledger = new Ledger();
    try (Service service = Service.start(configuration, work())) {
      Operations operations = new Operations(service.port());
      operations.awaitReady(PATIENCE);
      try (LiveLine _ = LiveLine.start(out, database, ledger, deliveries)) {
        URI gateway = URI.create("http://127.0.0.1:" + service.port());
        fleet.publish(configuration.mqtt(), gateway, duration, ledger, stopped);
      }
      Found found = settle(database, ledger);
      Delivered delivered = deliver(database, deliveries);
      Latency latency = operations.latency();
      Reckoning reckoning = new Reckoning(ledger.totals(), found);
      reckoning.print(out);
      delivered.print(out);
      out.printf(
          "From publish to commit: half of all %s, 99%% %s.%n",
          latency.atMost(0.5), latency.atMost(0.99));
      return reckoning.differences().isEmpty() && delivered.differences().isEmpty();
    }
  }

  /** Waits for what is to be delivered; the dead letter is replayed once its cause is gone. */
  private Delivered deliver(Database database, Deliveries deliveries)
      throws IOException, InterruptedException {
    deliveries.settle(database, PATIENCE);
    long deadLetters = Delivered.deadLetters(database);
    if (deadLetters > 0) {
      deliveries.heal();
      command("dlq", "replay", "--all");
      deliveries.settle(database, PATIENCE);
    }
    return deliveries.reckon(database, deadLetters);
  }

  private static Service.WorkFactory work() {
    return Roles.named(
        EnumSet.of(RoleName.INGEST, RoleName.ROUTE_DELIVERY, RoleName.MQTT_BRIDGE, RoleName.HTTP),
        EndSignals.listen());
  }

  /** Waits until everything published is accounted for, or nothing has happened for too long. */
  private static Found settle(Database database, Ledger ledger) throws InterruptedException {
    Found found = LiveLine.found(database);
    long last = found.accounted();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (found.accounted() < ledger.totals().published() && System.nanoTime() - deadline < 0) {
      TimeUnit.MILLISECONDS.sleep(50);
      found = LiveLine.found(database);
      if (found.accounted() > last) {
        last = found.accounted();
        deadline = System.nanoTime() + PATIENCE.toNanos();
      }
    }
    return found;
  }
}
