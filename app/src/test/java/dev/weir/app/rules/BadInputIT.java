package dev.weir.app.rules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.message.Subjects;
import dev.weir.testkit.Way;
import dev.weir.testkit.WeirProcess;
import io.nats.client.api.PublishAck;
import io.nats.client.impl.Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whatever arrives, the lane goes on, and the message is accounted for. */
class BadInputIT {

  private static final String TOPIC = "tenant/t1/device/d1/telemetry";
  private static final byte[] GOOD =
      "{\"site_id\":\"s1\",\"metrics\":{\"last\":1}}".getBytes(UTF_8);

  private final List<CompletableFuture<PublishAck>> acks = new ArrayList<>();

  @Test
  void everyMessageIsAccountedForAndNoneIsTheDatabasesToRefuse() throws Exception {
    try (RuleInstallation installation = new RuleInstallation(Way.DIRECT)) {
      register(installation);
      try (WeirProcess weir = installation.serve()) {
        for (byte[] payload : BadInput.payloads()) {
          send(installation, TOPIC, payload);
          send(installation, null, envelope(payload));
          send(installation, null, envelope(BadInput.quoted(payload)));
        }
        for (byte[] body : BadInput.envelopes()) {
          send(installation, null, body);
        }
        send(installation, TOPIC, GOOD);
        acks.forEach(CompletableFuture::join);
        installation.awaitAccounted(acks.size());

        assertBalanced(installation);
        assertThat(weir.log()).doesNotContain("\"level\":\"ERROR\"");
      }
    }
  }

  private void assertBalanced(RuleInstallation installation) {
    var database = installation.database;
    long stored = database.number("select sum(stored) from ingest_lanes");
    long refused = database.number("select sum(quarantined) from ingest_lanes");
    assertThat(installation.accounted()).isEqualTo(acks.size());
    assertThat(stored).isGreaterThan(100);
    assertThat(refused).isGreaterThan(1_000);
    assertThat(database.number("select count(*) from telemetry")).isEqualTo(stored);
    assertThat(database.number("select count(*) from quarantine_events")).isEqualTo(refused);
    assertThat(database.number("select sum(cnt) from quarantine_counters_minute"))
        .isEqualTo(refused);
    assertThat(database.number("select count(*) from telemetry where metrics ? 'last'")).isOne();
    assertThat(database.rows("select reason from quarantine_counters_minute"))
        .contains("INVALID_JSON", "METRIC_VALUE_INVALID")
        .doesNotContain("WRITE_REJECTED", "INGEST_EXCEPTION");
    assertThat(
            database.number(
                "select count(*) from quarantine_events where payload::text like '%hunter2%'"))
        .isZero();
    System.out.println(acks.size() + " messages: " + stored + " stored, " + refused + " refused");
  }

  private void send(RuleInstallation installation, @Nullable String topic, byte[] body)
      throws IOException {
    Headers headers = new Headers();
    if (topic != null) {
      headers.add("Weir-Topic", topic);
    }
    acks.add(installation.publish(Subjects.telemetry("t1"), headers, body));
  }

  private static byte[] envelope(byte[] payload) {
    ByteArrayOutputStream envelope = new ByteArrayOutputStream();
    envelope.writeBytes(("{\"topic\":\"" + TOPIC + "\",\"payload\":").getBytes(UTF_8));
    envelope.writeBytes(payload);
    envelope.write('}');
    return envelope.toByteArray();
  }

  private static void register(RuleInstallation installation) {
    installation.environment.put("REQUIRE_TOKEN", "0");
    installation.setting("RATE_LIMIT_RPS", "1000000");
    installation.setting("RATE_LIMIT_BURST", "1000000");
    installation.setting("MAX_STORED_REJECTS_PER_MINUTE", "1000000");
    installation.database.execute(
        """
        insert into tenants (tenant_id, status) values ('t1', 'ACTIVE');
        insert into device_registry (tenant_id, device_id) values ('t1', 'd1');
        """);
  }
}
