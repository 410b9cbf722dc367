package dev.weir.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.app.command.Commands;
import dev.weir.app.command.Console;
import dev.weir.testkit.TestDatabase;
import dev.weir.testkit.Way;
import dev.weir.testkit.WeirProcess;
import dev.weir.testkit.nats.TestNats;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.api.PublishAck;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;

/** A database and a NATS server of a test's own, migrated, without a device. */
final class RuleInstallation implements AutoCloseable {

  final TestDatabase database = TestDatabase.create();
  final Map<String, String> environment = new HashMap<>();
  final Connection connection;
  private final TestNats nats;
  private final boolean ownsNats;

  RuleInstallation(Way way) throws IOException, InterruptedException {
    this(way, TestNats.start(), true);
  }

  /** One that reads the same streams as another: lanes acknowledge nothing. */
  RuleInstallation beside() throws IOException, InterruptedException {
    return new RuleInstallation(Way.DIRECT, nats, false);
  }

  private RuleInstallation(Way way, TestNats nats, boolean ownsNats)
      throws IOException, InterruptedException {
    this.nats = nats;
    this.ownsNats = ownsNats;
    environment.put("NATS_URL", nats.url());
    environment.put("TIMESCALE", "on");
    environment.put("LEASE_SECONDS", "3");
    environment.put("DATABASE_URL", way.url(database));
    run("migrate");
    connection = Nats.connect(nats.url());
  }

  WeirProcess serveForMeasurement() {
    return WeirProcess.startForMeasurement(environment, "serve", "ingest").awaitReady();
  }

  WeirProcess serve() {
    return WeirProcess.start(environment, "serve", "ingest").awaitReady();
  }

  /** Runs a command that has to succeed; returns what it printed. */
  String run(String... arguments) {
    StringWriter output = new StringWriter();
    PrintWriter writer = new PrintWriter(output, true);
    int code = Commands.run(new Console(environment, writer, writer), arguments);
    assertThat(code).as(output.toString()).isZero();
    return output.toString();
  }

  void setting(String key, String value) {
    database.execute(
        """
        insert into app_settings values ('%s', '%s')
        on conflict (key) do update set value = excluded.value
        """
            .formatted(key, value));
  }

  /** Publishes; the acknowledgement is the caller's to await. */
  CompletableFuture<PublishAck> publish(String subject, Headers headers, byte[] body)
      throws IOException {
    return connection
        .jetStream()
        .publishAsync(NatsMessage.builder().subject(subject).headers(headers).data(body).build());
  }

  /** Publishes, for the stream to take or to refuse; its answer goes nowhere. */
  void send(String subject, Headers headers, byte[] body) {
    connection.publish(subject, headers, body);
  }

  /** Publishes in order and waits for all to be acknowledged; their sequences in the stream. */
  List<Long> publish(List<Attempt> attempts) throws IOException {
    List<CompletableFuture<PublishAck>> acks = new ArrayList<>();
    for (Attempt attempt : attempts) {
      acks.add(publish(attempt.subject(), attempt.headers(), attempt.body()));
    }
    return acks.stream().map(ack -> ack.join().getSeqno()).toList();
  }

  /** Waits until so many processes share all the lanes. */
  void awaitOwners(int owners) {
    Awaitility.await(owners + " owners of all lanes")
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(50))
        .until(() ->
            database
                .rows(
                    "select count(distinct owner), count(*) = count(owner) from ingest_lanes"
                        + " where lease_until > now()")
                .equals(List.of(owners + "|t")));
  }

  long accounted() {
    return database.number(
        "select coalesce(sum(stored + quarantined + duplicates), 0) from ingest_lanes");
  }

  void awaitAccounted(long messages) {
    Awaitility.await(messages + " messages accounted for")
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> accounted() >= messages);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (ownsNats) {
      nats.close();
    }
    database.close();
  }
}
