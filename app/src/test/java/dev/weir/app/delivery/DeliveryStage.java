package dev.weir.app.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.app.command.Commands;
import dev.weir.app.command.Console;
import dev.weir.testkit.TestDatabase;
import dev.weir.testkit.WeirProcess;
import dev.weir.testkit.nats.TestNats;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.PublishAck;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A database and NATS of one test's own, migrated, into whose stream ROUTES jobs are put. */
final class DeliveryStage implements AutoCloseable {

  final TestDatabase database = TestDatabase.create();
  final TestNats nats = TestNats.start();
  final Map<String, String> environment = new HashMap<>();
  private final Connection client;

  DeliveryStage() throws Exception {
    environment.putAll(
        Map.of(
            "DATABASE_URL",
            database.url(),
            "NATS_URL",
            nats.url(),
            "WEBHOOK_ALLOWED_NETWORKS",
            "127.0.0.0/8",
            "WEBHOOK_TIMEOUT_SECONDS",
            "2",
            "WEBHOOK_BACKOFF_MS",
            "50"));
    StringWriter output = new StringWriter();
    PrintWriter writer = new PrintWriter(output, true);
    int code = Commands.run(new Console(environment, writer, writer), "migrate");
    assertThat(code).as(output.toString()).isZero();
    client =
        Nats.connect(
            Options.builder()
                .server(nats.url())
                .maxReconnects(-1)
                .maxMessagesInOutgoingQueue(100_000)
                .build());
  }

  WeirProcess serve() {
    return WeirProcess.start(environment, "serve", "route-delivery");
  }

  /** A route of a tenant to a webhook; its id. */
  long route(String tenant, String url) {
    database.execute(
        "insert into tenants (tenant_id, name, status) values ('%s', '%s', 'ACTIVE')"
                .formatted(tenant, tenant)
            + " on conflict do nothing");
    return database.number(
        """
        insert into message_routes
          (tenant_id, name, topic_filter, destination_type, destination_config)
        values ('%s', '%s', '#', 'webhook', '{"url": "%s"}') returning id
        """
            .formatted(tenant, "r-" + System.nanoTime(), url));
  }

  /** Puts jobs into the stream, numbered behind a prefix; returns their delivery ids. */
  Set<String> publish(String tenant, long route, String prefix, int count) throws Exception {
    Set<String> ids = new HashSet<>();
    List<CompletableFuture<PublishAck>> acks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String id = prefix + '-' + i;
      ids.add(id);
      acks.add(client.jetStream().publishAsync(job(tenant, route, id)));
      if (acks.size() == 1_000) {
        CompletableFuture.allOf(acks.toArray(CompletableFuture[]::new)).join();
        acks.clear();
      }
    }
    CompletableFuture.allOf(acks.toArray(CompletableFuture[]::new)).join();
    return ids;
  }

  private static NatsMessage job(String tenant, long route, String id) {
    Headers headers = new Headers();
    headers.add("Weir-Topic", "tenant/" + tenant + "/device/d/telemetry");
    headers.add("Weir-Route-Id", Long.toString(route));
    headers.add("Weir-Delivery-Id", id);
    return NatsMessage.builder()
        .subject("routes." + tenant)
        .headers(headers)
        .data("{\"site_id\":\"s\",\"metrics\":{\"a\":1}}".getBytes(StandardCharsets.UTF_8))
        .build();
  }

  /** Jobs that are dead letters. */
  Set<String> letters() {
    return new HashSet<>(database.rows("select delivery_id from dead_letter_messages"));
  }

  /** Jobs in the stream. */
  long backlog() throws Exception {
    return client.jetStreamManagement().getStreamInfo("ROUTES").getStreamState().getMsgCount();
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    nats.close();
    database.close();
  }
}
