package dev.weir.timescale.admin;

import dev.weir.core.admission.DeviceKey;
import dev.weir.timescale.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Certificates of devices, for commands. Every method throws {@link
 * dev.weir.core.store.StoreException} where the database cannot be asked.
 */
public final class CertificateStore {

  private static final String OF_DEVICE = " where tenant_id = ? and device_id = ?";
  private static final String ONE = OF_DEVICE + " and fingerprint_sha256 = ?";

  private static final String SELECT =
      """
      select tenant_id, device_id, fingerprint_sha256, common_name, status, not_before, not_after
      from device_certificates
      """;

  private static final String INSERT =
      """
      insert into device_certificates (tenant_id, device_id, fingerprint_sha256, common_name,
        status, not_before, not_after)
      values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing
      """;

  private final Database database;

  public CertificateStore(Database database) {
    this.database = database;
  }

  /** Adds a certificate to a device, which is held: one that is removed takes it along. */
  public Addition add(Certificate c) {
    String device = "select from device_registry" + OF_DEVICE + " for key share";
    return database.transaction(
        "adding a certificate",
        connection -> {
          if (!Sql.exists(connection, device, c.tenantId(), c.deviceId())) {
            return Addition.UNKNOWN_OWNER;
          }
          int added =
              Sql.update(
                  connection,
                  INSERT,
                  c.tenantId(),
                  c.deviceId(),
                  c.fingerprint(),
                  c.commonName(),
                  c.status(),
                  c.notBefore(),
                  c.notAfter());
          return added > 0 ? Addition.ADDED : Addition.PRESENT;
        });
  }

  /** All of a device, the first to be valid first. */
  public List<Certificate> list(DeviceKey device) {
    String sql = SELECT + OF_DEVICE + " order by not_before, fingerprint_sha256";
    return database.query(
        "listing certificates",
        connection ->
            Sql.select(
                connection, sql, CertificateStore::read, device.tenantId(), device.deviceId()));
  }

  public Optional<Certificate> find(DeviceKey device, String fingerprint) {
    return database
        .query(
            "reading a certificate",
            connection ->
                Sql.select(
                    connection,
                    SELECT + ONE,
                    CertificateStore::read,
                    device.tenantId(),
                    device.deviceId(),
                    fingerprint))
        .stream()
        .findFirst();
  }

  /** Makes a certificate count no more; false where there is no such certificate. */
  public boolean revoke(DeviceKey device, String fingerprint) {
    String sql = "update device_certificates set status = 'REVOKED'" + ONE;
    return update("revoking a certificate", sql, device, fingerprint);
  }

  /** Removes a certificate; false where there is no such certificate. */
  public boolean remove(DeviceKey device, String fingerprint) {
    return update(
        "removing a certificate", "delete from device_certificates" + ONE, device, fingerprint);
  }

  private boolean update(String doing, String sql, DeviceKey device, String fingerprint) {
    return database.query(
        doing,
        connection ->
            Sql.update(connection, sql, device.tenantId(), device.deviceId(), fingerprint) > 0);
  }

  private static Certificate read(ResultSet row) throws SQLException {
    return new Certificate(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        Sql.instant(row, 6),
        Sql.instantOrNull(row, 7));
  }
}
