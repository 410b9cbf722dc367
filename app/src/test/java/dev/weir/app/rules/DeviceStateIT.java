package dev.weir.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.testkit.WeirProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** When devices were last seen, and where, through the whole service. */
class DeviceStateIT {

  @Test
  void devicesAreSeenWhereTheyAre() throws Exception {
    try (RuleInstallation installation = new RuleInstallation(RuleInstallation.Way.DIRECT)) {
      installation.environment.put("STATE_WRITE_INTERVAL_SECONDS", "1");
      installation.database.execute(
          """
          insert into tenants (tenant_id) values ('acme');
          insert into device_registry
            (tenant_id, device_id, provision_token_hash, location_source, latitude, longitude)
          select 'acme', d, encode(sha256('secret'), 'hex'), s, l, l
          from (values ('plain', 'auto', null), ('fixed', 'manual', 1), ('silent', 'auto', null),
            ('lost', 'auto', null)) v (d, s, l);
          """);
      long now = Instant.now().getEpochSecond();
      try (WeirProcess weir = installation.serve()) {
        installation.publish(
            List.of(
                place("plain", "telemetry", now, "52.5", "13.4"),
                place("plain", "heartbeat", now - 60, "1", "1"),
                place("plain", "event", now - 120, "2", "2"),
                place("fixed", "telemetry", now, "52.5", "13.4"),
                place("lost", "telemetry", now, "91", "1e400"),
                place("silent", "telemetry", now, "3", "3").without("provision_token")));
        Awaitility.await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> installation.database.number("select count(*) from device_state") == 3);

        assertThat(
                installation.database.rows(
                    """
                    select s.device_id, s.site_id, s.last_seen_at >= now() - interval '1 minute',
                      s.last_telemetry_at <= s.last_seen_at, s.last_heartbeat_at <= s.last_seen_at,
                      r.latitude, r.longitude
                    from device_state s join device_registry r using (tenant_id, device_id)
                    order by 1
                    """))
            .containsExactly(
                "fixed|s1|t|t|null|1|1", "lost|s1|t|t|null|null|null", "plain|s1|t|t|t|52.5|13.4");
        assertThat(installation.database.number("select count(*) from telemetry")).isEqualTo(5);
        assertThat(weir.get("/metrics").body()).contains("weir_locations_ignored_total 1.0");

        long before =
            installation.database.number(
                "select (extract(epoch from last_heartbeat_at) * 1000)::bigint from device_state"
                    + " where device_id = 'plain'");
        installation.publish(List.of(place("plain", "heartbeat", now, "52.5", "13.4")));
        weir.terminate();
        assertThat(weir.awaitExit(Duration.ofSeconds(10))).isZero();
        assertThat(
                installation.database.number(
                    "select (extract(epoch from last_heartbeat_at) * 1000)::bigint from device_state"
                        + " where device_id = 'plain'"))
            .as("an orderly end writes what is pending, or the message is still in the stream")
            .satisfiesAnyOf(
                after -> assertThat(after).isGreaterThan(before),
                after -> assertThat(installation.accounted()).isLessThan(7));
      }
    }
  }

  private static Attempt place(
      String device, String msgType, long time, String latitude, String longitude) {
    Attempt attempt =
        new Attempt(Attempt.Form.NATIVE)
            .of("acme", device)
            .with("ts", Long.toString(time))
            .with("lat", latitude)
            .with("longitude", longitude);
    attempt.msgType = msgType;
    return attempt;
  }
}
