package dev.weir.timescale.registry;

import dev.weir.core.admission.NewDevice;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** New devices as rows of {@code device_registry}. */
final class NewDeviceRows {

  /** In key order, as imports do it, so that two never wait for each other in a ring. */
  private static final String INSERT =
      """
      insert into device_registry
        (tenant_id, device_id, site_id, provision_token_hash, subscription_id)
      select tenant_id, device_id, site_id, token_hash, ?
      from unnest(?::text[], ?::text[], ?::text[], ?::text[])
        d (tenant_id, device_id, site_id, token_hash)
      order by tenant_id collate "C", device_id collate "C"
      on conflict (tenant_id, device_id) do nothing
      """;

  private NewDeviceRows() {}

  /** Inserts those that are not there; returns how many. */
  static int insert(Connection connection, List<NewDevice> devices, MainSubscription subscription)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      insert.setString(1, subscription.id());
      texts(insert, 2, devices.stream().map(d -> d.key().tenantId()).toArray());
      texts(insert, 3, devices.stream().map(d -> d.key().deviceId()).toArray());
      texts(insert, 4, devices.stream().map(NewDevice::siteId).toArray());
      texts(insert, 5, devices.stream().map(d -> hex(d.tokenHash())).toArray());
      return insert.executeUpdate();
    }
  }

  private static void texts(PreparedStatement statement, int index, Object[] texts)
      throws SQLException {
    statement.setArray(index, statement.getConnection().createArrayOf("text", texts));
  }

  private static @Nullable String hex(byte @Nullable [] hash) {
    return hash == null ? null : HexFormat.of().formatHex(hash);
  }
}
