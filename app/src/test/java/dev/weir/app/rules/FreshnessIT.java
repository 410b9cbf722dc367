package dev.weir.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.testkit.Way;
import dev.weir.testkit.WeirProcess;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A change is in force at once, under load: when the database tells of it, within a second; where
 * it cannot, behind PgBouncer, as soon as what is remembered runs out.
 */
@Tag("alone")
class FreshnessIT {

  private static final int TTL_SECONDS = 3;

  /** Each tenant has one device, and loses or gains its right to send. */
  private enum Event {
    DEVICE_REVOKED("update device_registry set status = 'REVOKED' where tenant_id = '%s'"),
    DEVICE_REMOVED("delete from device_registry where tenant_id = '%s'"),
    TOKEN_CHANGED(
        "update device_registry set provision_token_hash = repeat('ab', 32) where tenant_id = '%s'"),
    SUBSCRIPTION_SUSPENDED("update subscriptions set status = 'SUSPENDED' where tenant_id = '%s'"),
    TENANT_SUSPENDED("update tenants set status = 'SUSPENDED' where tenant_id = '%s'"),
    SETTING_CHANGED("insert into tenant_settings values ('%s', 'MAX_METRICS', '1')"),
    DEVICE_RESTORED("update device_registry set status = 'ACTIVE' where tenant_id = '%s'");

    private final String sql;

    Event(String sql) {
      this.sql = sql;
    }

    String tenant() {
      return name().toLowerCase(Locale.ROOT);
    }

    String device() {
      return tenant() + "/d1";
    }

    /** Messages that were judged by the rule that was in force before. */
    String judgedByTheOldRule() {
      return this == DEVICE_RESTORED
          ? "select arrived_at at from quarantine_events where tenant_id = '" + tenant() + "'"
          : "select time at from telemetry where tenant_id = '" + tenant() + "'";
    }
  }

  @ParameterizedTest
  @EnumSource
  void aChangeIsInForceAtOnce(Way way) throws Exception {
    boolean told = way == Way.DIRECT;
    try (RuleInstallation installation = new RuleInstallation(way)) {
      installation.environment.put("AUTH_CACHE_TTL_SECONDS", told ? "300" : "" + TTL_SECONDS);
      installation.environment.put("SETTINGS_POLL_SECONDS", told ? "3600" : "" + TTL_SECONDS);
      register(installation);
      List<String> targets = Stream.of(Event.values()).map(Event::device).toList();
      List<String> others = IntStream.range(0, 200).mapToObj(i -> "load/d" + i).toList();
      try (WeirProcess weir = installation.serve()) {
        if (told) {
          awaitNotifications(weir);
        }
        try (Traffic load = Traffic.start(installation, others, 2_000);
            Traffic traffic = Traffic.start(installation, targets, 700)) {
          awaitSent(traffic, 1_000);
          Map<Event, Instant> changed = change(installation);
          long before = traffic.sent();
          awaitSent(traffic, before + 700L * (told ? 3 : TTL_SECONDS + 3));
          assertThat(load.sent()).isPositive();
          for (Event event : Event.values()) {
            assertInForce(installation, event, Objects.requireNonNull(changed.get(event)), told);
          }
        }
      }
    }
  }

  /** When each change was begun: its commit comes a little later. */
  private static Map<Event, Instant> change(RuleInstallation installation) throws SQLException {
    Map<Event, Instant> changed = new EnumMap<>(Event.class);
    try (Connection connection = installation.database.connect();
        Statement statement = connection.createStatement()) {
      for (Event event : Event.values()) {
        changed.put(event, Instant.now());
        statement.execute(event.sql.formatted(event.tenant()));
      }
    }
    return changed;
  }

  private static void assertInForce(
      RuleInstallation installation, Event event, Instant changed, boolean told) {
    int bound = told ? 1 : TTL_SECONDS + 1;
    String[] row =
        installation
            .database
            .rows(
                """
                select coalesce(max(extract(epoch from at - timestamptz '%s') * 1000), -1)::bigint,
                  count(*)
                from (%s) x
                """
                    .formatted(changed, event.judgedByTheOldRule()))
            .getFirst()
            .split("\\|", -1);
    System.out.printf(
        "%s: in force %s ms after the change was begun%s%n",
        event, row[0], told ? "" : ", through PgBouncer");
    assertThat(Long.parseLong(row[1])).as("%s: messages before it", event).isPositive();
    assertThat(Duration.ofMillis(Long.parseLong(row[0])))
        .as("%s: last message by the old rule", event)
        .isLessThan(Duration.ofSeconds(bound));
  }

  private static void awaitNotifications(WeirProcess weir) {
    Awaitility.await("notifications")
        .atMost(Duration.ofSeconds(20))
        .until(() -> weir.get("/metrics").body().contains("weir_notifications_working 1"));
  }

  private static void awaitSent(Traffic traffic, long messages) {
    Awaitility.await(messages + " messages sent")
        .atMost(Duration.ofSeconds(60))
        .until(() -> traffic.sent() >= messages);
  }

  private static void register(RuleInstallation installation) {
    installation.setting("RATE_LIMIT_RPS", "1000000");
    installation.setting("RATE_LIMIT_BURST", "1000000");
    installation.setting("MAX_STORED_REJECTS_PER_MINUTE", "1000000");
    installation.database.execute(
        """
        insert into tenants (tenant_id) values ('load');
        insert into device_registry (tenant_id, device_id, provision_token_hash)
        select 'load', 'd' || n, encode(sha256('secret'), 'hex') from generate_series(0, 199) n
        """);
    for (Event event : Event.values()) {
      installation.database.execute(
          """
          insert into tenants (tenant_id) values ('%1$s');
          insert into subscriptions (tenant_id, subscription_id) values ('%1$s', 'main');
          insert into device_registry
            (tenant_id, device_id, subscription_id, status, provision_token_hash)
          values ('%1$s', 'd1', 'main', '%2$s', encode(sha256('secret'), 'hex'))
          """
              .formatted(event.tenant(), event == Event.DEVICE_RESTORED ? "REVOKED" : "ACTIVE"));
    }
  }
}
