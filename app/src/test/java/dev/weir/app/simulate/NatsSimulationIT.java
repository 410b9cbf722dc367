package dev.weir.app.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.message.Envelope;
import dev.weir.core.stream.StreamReader;
import dev.weir.jetstream.NatsConfig;
import dev.weir.jetstream.NatsConnection;
import dev.weir.jetstream.NatsStreams;
import dev.weir.jetstream.StreamPlan;
import dev.weir.jetstream.StreamSetup;
import dev.weir.jetstream.TelemetryPublisher;
import dev.weir.testkit.nats.TestNats;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NatsSimulationIT {

  private static final StreamPlan PLAN = StreamPlan.DEFAULTS.withPartitions(2);

  private final Fleet fleet = new Fleet(1, "tenant", 4, 40);
  private final Ledger ledger = new Ledger();
  private TestNats server;
  private NatsConnection connection;
  private NatsStreams streams;

  @BeforeEach
  void start() throws Exception {
    server = TestNats.start();
    connection = NatsConnection.start(NatsConfig.parse(server.url(), null, "weir-test"));
    assertThat(connection.awaitConnected(Duration.ofSeconds(10))).isTrue();
    new StreamSetup(connection, PLAN).apply();
    streams = new NatsStreams(connection);
  }

  @AfterEach
  void stop() {
    connection.close();
    server.close();
  }

  @Test
  void whatTheLedgerSaysIsInTheStreams() throws Exception {
    long started = System.nanoTime();
    run(new SimulationPlan(0, 50_000, Duration.ZERO, Duration.ofSeconds(20)));
    System.out.printf(
        "simulated %,d messages/s%n", 50_000 * 1_000_000_000L / (System.nanoTime() - started));

    assertThat(ledger.totals().published()).isEqualTo(50_000);
    assertThat(ledger.totals().isExact()).isTrue();
    assertThat(inStreams()).isEqualTo(50_000);
    List<Envelope> plain = read("TELEMETRY");
    assertThat(plain).extracting(Envelope::subjectTenant).contains("%", "tenant-1");
    assertThat(read("TELEMETRY-0")).extracting(Envelope::topic).anyMatch(Objects::isNull);
    assertThat(read("TELEMETRY-1")).extracting(Envelope::token).anyMatch(Objects::nonNull);
  }

  @Test
  void theLedgerHoldsThroughAKilledServer() throws Exception {
    AtomicBoolean killed = new AtomicBoolean();
    Thread killer =
        Thread.ofPlatform()
            .start(() -> {
              server.kill();
              server.restart();
              killed.set(true);
            });
    run(new SimulationPlan(5_000, 10_000, Duration.ZERO, Duration.ofSeconds(20)));
    killer.join();

    assertThat(killed).isTrue();
    assertThat(ledger.totals().unsettled()).isZero();
    assertThat(ledger.totals().published()).isEqualTo(10_000);
    assertThat(inStreams()).isEqualTo(10_000);
  }

  private void run(SimulationPlan plan) throws InterruptedException {
    MessageMaker maker =
        new MessageMaker(
            1, fleet, Mix.evenlyBad(0.5, 0.05, 0.2), Instant.now(), plan.intervalNanos());
    try (TelemetryPublisher publisher =
        new TelemetryPublisher(connection, 1_000, Duration.ofSeconds(2))) {
      new Simulation(maker, new NatsPublisher(publisher, PLAN.partitions()), ledger)
          .run(plan, () -> false);
    }
  }

  private long inStreams() {
    return streams.names().stream()
        .mapToLong(name -> Objects.requireNonNull(streams.state(name)).messages())
        .sum();
  }

  private List<Envelope> read(String stream) throws InterruptedException {
    long count = Objects.requireNonNull(streams.state(stream)).messages();
    List<Envelope> envelopes = new ArrayList<>();
    try (StreamReader reader = streams.open(stream, 1, 10_000)) {
      while (envelopes.size() < count
          && reader.read(envelopes, (int) count, Duration.ofSeconds(10)) > 0) {
        // read on
      }
    }
    return envelopes;
  }
}
