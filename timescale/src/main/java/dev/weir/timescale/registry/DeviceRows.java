package dev.weir.timescale.registry;

import dev.weir.core.admission.Device;
import dev.weir.core.admission.DeviceKey;
import dev.weir.core.admission.Validity;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads devices and their certificates, any number of them in one question each. */
final class DeviceRows {

  private static final int SHA256_HEX_DIGITS = 64;

  /** Equal to no token's hash, for it is too short to be one. */
  private static final byte[] MATCHES_NOTHING = {};

  private static final String KEYS = "unnest(?::text[], ?::text[]) k (tenant_id, device_id)";

  /**
   * Each key through the index ({@code offset 0} keeps the planner from thinking otherwise): it
   * would read all of the registry for a few dozen keys, over and over in a flood of made-up ids.
   */
  private static final String DEVICES =
      """
      select r.tenant_id, r.device_id, r.site_id, r.status, r.provision_token_hash,
        r.subscription_id
      from %s cross join lateral (
        select * from device_registry d
        where d.tenant_id = k.tenant_id and d.device_id = k.device_id offset 0) r
      """
          .formatted(KEYS);

  private static final String CERTIFICATES =
      """
      select c.tenant_id, c.device_id, %s, %s
      from %s cross join lateral (
        select * from device_certificates d
        where d.tenant_id = k.tenant_id and d.device_id = k.device_id offset 0) c
      where c.status = 'ACTIVE'
      """
          .formatted(Moments.micros("c.not_before"), Moments.micros("c.not_after"), KEYS);

  private DeviceRows() {}

  static Map<DeviceKey, Device> read(
      Connection connection, Collection<DeviceKey> keys, boolean withCertificates)
      throws SQLException {
    Map<DeviceKey, List<Validity>> certificates =
        withCertificates ? readCertificates(connection, keys) : Map.of();
    try (PreparedStatement select = prepare(connection, DEVICES, keys)) {
      Map<DeviceKey, Device> found = HashMap.newHashMap(keys.size());
      // What the devices of one question have in common takes its room once.
      Map<String, String> names = new HashMap<>();
      UnaryOperator<String> once = name -> names.computeIfAbsent(name, Function.identity());
      ResultSet row = select.executeQuery();
      while (row.next()) {
        DeviceKey key = new DeviceKey(row.getString(1), row.getString(2));
        found.put(
            key,
            new Device(
                once.apply(row.getString(3)),
                once.apply(row.getString(4)),
                tokenHash(row.getString(5)),
                once.apply(row.getString(6)),
                certificates.getOrDefault(key, List.of())));
      }
      return found;
    }
  }

  static Map<DeviceKey, List<Validity>> readCertificates(
      Connection connection, Collection<DeviceKey> keys) throws SQLException {
    try (PreparedStatement select = prepare(connection, CERTIFICATES, keys)) {
      Map<DeviceKey, List<Validity>> found = new HashMap<>();
      ResultSet row = select.executeQuery();
      while (row.next()) {
        DeviceKey key = new DeviceKey(row.getString(1), row.getString(2));
        found.computeIfAbsent(key, k -> new ArrayList<>()).add(Moments.validity(row, 3, 4));
      }
      return found;
    }
  }

  /** What is set but is no SHA-256 is a token that nobody has, not the absence of one. */
  static byte @Nullable [] tokenHash(@Nullable String hex) {
    if (hex == null) {
      return null;
    }
    boolean isHash =
        hex.length() == SHA256_HEX_DIGITS && hex.chars().allMatch(HexFormat::isHexDigit);
    return isHash ? HexFormat.of().parseHex(hex) : MATCHES_NOTHING;
  }

  private static PreparedStatement prepare(
      Connection connection, String sql, Collection<DeviceKey> keys) throws SQLException {
    Object[] tenants = keys.stream().map(DeviceKey::tenantId).toArray();
    Object[] devices = keys.stream().map(DeviceKey::deviceId).toArray();
    PreparedStatement select = connection.prepareStatement(sql);
    select.setArray(1, connection.createArrayOf("text", tenants));
    select.setArray(2, connection.createArrayOf("text", devices));
    return select;
  }
}
