package dev.weir.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.message.Subjects;
import dev.weir.testkit.Way;
import dev.weir.testkit.WeirProcess;
import io.nats.client.api.PublishAck;
import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Devices that register themselves, over three processes, never over the limit. */
class ProvisioningIT {

  private static final int LIMIT = 50;
  private static final int DEVICES = 200;
  private static final int STRANGERS = 20_000;

  @ParameterizedTest
  @EnumSource
  void twoHundredFirstMessagesAgainstALimitOfFifty(Way way) throws Exception {
    try (RuleInstallation installation = new RuleInstallation(way)) {
      installation.environment.put("AUTO_PROVISION", "1");
      installation.run("tenant", "add", "acme");
      installation.run("subscription", "add", "acme", "main", "--limit", "" + LIMIT);
      try (WeirProcess first = installation.serve();
          WeirProcess second = installation.serve();
          WeirProcess third = installation.serve()) {
        installation.awaitOwners(3);
        send(installation, DEVICES, "d");
        installation.awaitAccounted(DEVICES);
        assertRegistered(installation, LIMIT, DEVICES - LIMIT);

        send(installation, STRANGERS, "made-up-");
        installation.awaitAccounted(DEVICES + STRANGERS);
        assertRegistered(installation, LIMIT, DEVICES - LIMIT + STRANGERS);

        send(installation, DEVICES, "d");
        installation.awaitAccounted(2 * DEVICES + STRANGERS);
        assertThat(installation.database.number("select count(*) from telemetry"))
            .as("those that registered go on with their own tokens")
            .isEqualTo(2 * LIMIT);
        assertThat(first.isAlive() && second.isAlive() && third.isAlive()).isTrue();
      }
    }
  }

  private static void assertRegistered(RuleInstallation installation, int registered, int refused) {
    assertThat(installation.database.number("select count(*) from device_registry"))
        .isEqualTo(registered);
    assertThat(installation.database.number("select active_device_count from subscriptions"))
        .isEqualTo(registered);
    assertThat(
            installation.database.rows(
                "select reason, sum(cnt) from quarantine_counters_minute group by 1"))
        .containsExactly("NO_SUBSCRIPTION_CAPACITY|" + refused);
    assertThat(installation.database.number("select count(*) from telemetry"))
        .isEqualTo(registered);
    System.out.println(registered + " registered, " + refused + " refused");
  }

  private static void send(RuleInstallation installation, int devices, String prefix)
      throws Exception {
    List<CompletableFuture<PublishAck>> acks = new ArrayList<>();
    for (int i = 0; i < devices; i++) {
      String id = prefix + i;
      Headers headers = new Headers();
      headers.add("Weir-Topic", "tenant/acme/device/" + id + "/telemetry");
      headers.add("Weir-Provision-Token", "token of " + id);
      byte[] body = "{\"site_id\":\"s1\",\"metrics\":{\"a\":1}}".getBytes(StandardCharsets.UTF_8);
      acks.add(
          installation.publish(Subjects.telemetry("acme", id, Traffic.PARTITIONS), headers, body));
      if (acks.size() == 2_000) {
        acks.forEach(CompletableFuture::join);
        acks.clear();
      }
    }
    acks.forEach(CompletableFuture::join);
  }
}
