package dev.weir.demo;

import dev.weir.app.simulate.FleetDevice;
import dev.weir.timescale.database.Database;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.sql.PreparedStatement;
import java.sql.ResultSet;

/**
 * A route of the demo: warm readings of some devices of a tenant go to a webhook.
 *
 * @param warmerThan degrees above which {@code temp_c} matches
 * @param deviceId the one device that is meant; {@code +} for all of the tenant
 */
record DemoRoute(String name, String tenantId, String deviceId, BigDecimal warmerThan) {

  /** What the fleet's readings are between, evenly. */
  private static final double COLDEST = -10;

  private static final double WARMEST = 35;
  private static final double MAX_SHARE = 0.5;

  /** Messages a second that are delivered, about: enough to see, and light. */
  private static final double MAX_RATE = 100;

  /**
   * For all devices of a tenant.
   *
   * @param rate messages a second that they send
   */
  static DemoRoute ofTenant(String name, String tenantId, double rate) {
    return new DemoRoute(name, tenantId, "+", threshold(rate));
  }

  /** For one device. */
  static DemoRoute ofDevice(String name, FleetDevice device, double rate) {
    return new DemoRoute(name, device.tenantId(), device.deviceId(), threshold(rate));
  }

  /** Writes it down. Lanes and delivery learn of it by themselves, as of any change. */
  void store(Database database, URI url, WebhookSecret secret) {
    database.transaction(
        "adding a route of the demo",
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  """
                  insert into message_routes
                    (tenant_id, name, topic_filter, payload_filter, destination_type, destination_config)
                  values (?, ?, ?, jsonb_build_object('temp_c', jsonb_build_object('$gt', ?::numeric)),
                    'webhook', jsonb_build_object('url', ?::text, 'secret', ?::text))
                  """)) {
            insert.setString(1, tenantId);
            insert.setString(2, name);
            insert.setString(3, topicFilter());
            insert.setBigDecimal(4, warmerThan);
            insert.setString(5, url.toString());
            insert.setString(6, secret.text());
            return insert.executeUpdate();
          }
        });
  }

  /** Stored messages that it means, as the database judges them. */
  long matched(Database database) {
    return database.query(
        "counting what a route means",
        connection -> {
          try (PreparedStatement count =
              connection.prepareStatement(
                  """
                  select count(*) from telemetry
                  where tenant_id = ? and ? in ('+', device_id) and (metrics ->> 'temp_c')::numeric > ?
                  """)) {
            count.setString(1, tenantId);
            count.setString(2, deviceId);
            count.setBigDecimal(3, warmerThan);
            ResultSet found = count.executeQuery();
            found.next();
            return found.getLong(1);
          }
        });
  }

  String topicFilter() {
    return "tenant/" + tenantId + "/device/" + deviceId + "/telemetry";
  }

  private static BigDecimal threshold(double rate) {
    double share = Math.min(MAX_SHARE, MAX_RATE / rate);
    return BigDecimal.valueOf(WARMEST - share * (WARMEST - COLDEST))
        .setScale(2, RoundingMode.HALF_UP);
  }
}
