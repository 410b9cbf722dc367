package dev.weir.timescale.admin;

import dev.weir.core.admission.DeviceKey;
import dev.weir.timescale.admin.DeviceChange.Attachment;
import dev.weir.timescale.admin.DeviceOutcome.Plain;
import dev.weir.timescale.database.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Moves a device from the subscription that it is attached to, with whatever else is changed. */
final class DeviceMove {

  private static final String STATE =
      "select from device_state where tenant_id = ? and device_id = ?";

  private static final String ATTACHMENT =
      "select subscription_id from device_registry where tenant_id = ? and device_id = ?";

  private DeviceMove() {}

  /**
   * Counts the move and does the work in one transaction. All is done again where somebody else
   * moved the device between the look at its subscription and the lock of that.
   *
   * @param to the subscription that the work attaches it to; null for none
   */
  static DeviceOutcome run(
      Database database,
      String doing,
      DeviceKey device,
      @Nullable String to,
      Database.Work<Integer> work) {
    DeviceOutcome outcome = null;
    while (outcome == null) {
      outcome = database.transaction(doing, connection -> attempt(connection, device, to, work));
    }
    return outcome;
  }

  private static @Nullable DeviceOutcome attempt(
      Connection connection, DeviceKey device, @Nullable String to, Database.Work<Integer> work)
      throws SQLException {
    List<Attachment> seen = attachment(connection, ATTACHMENT, device);
    if (seen.isEmpty()) {
      return Plain.UNKNOWN;
    }
    String from = seen.getFirst().subscriptionId();
    var places = SubscriptionPlaces.lock(connection, device.tenantId(), from, to);
    // before the device itself, as lanes do when they write its state
    Sql.exists(connection, STATE + " for update", device.tenantId(), device.deviceId());
    if (!attachment(connection, ATTACHMENT + " for update", device).equals(seen)) {
      return null;
    }
    DeviceOutcome refusal = places.refusal(from, to);
    if (refusal != null) {
      return refusal;
    }
    places.move(from, to);
    work.on(connection);
    return Plain.DONE;
  }

  private static List<Attachment> attachment(Connection connection, String sql, DeviceKey device)
      throws SQLException {
    return Sql.select(
        connection,
        sql,
        row -> new Attachment(row.getString(1)),
        device.tenantId(),
        device.deviceId());
  }
}
