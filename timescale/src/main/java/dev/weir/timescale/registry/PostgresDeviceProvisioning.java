package dev.weir.timescale.registry;

import dev.weir.core.admission.Device;
import dev.weir.core.admission.DeviceKey;
import dev.weir.core.admission.DeviceProvisioning;
import dev.weir.core.admission.NewDevice;
import dev.weir.timescale.database.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Registers devices under their tenants' MAIN subscriptions. The subscriptions' rows are locked, in
 * key order, from the first look at their room to the commit: whoever else registers devices under
 * them waits, and finds them as they are then. Where there is no room nothing is locked, so that a
 * flood of made-up devices holds nobody up.
 */
public final class PostgresDeviceProvisioning implements DeviceProvisioning {

  private final Database database;
  private final Duration grace;
  private final boolean certificates;

  /**
   * A registrar.
   *
   * @param grace how long a subscription still counts after its term
   * @param certificates whether devices' certificates are looked at
   */
  public PostgresDeviceProvisioning(Database database, Duration grace, boolean certificates) {
    this.database = database;
    this.grace = grace;
    this.certificates = certificates;
  }

  @Override
  public Result provision(List<NewDevice> devices, Map<String, Long> tenants) {
    return database.transaction(
        "registering devices", connection -> provision(connection, devices, tenants));
  }

  private Result provision(
      Connection connection, List<NewDevice> devices, Map<String, Long> tenants)
      throws SQLException {
    Map<String, List<MainSubscription>> all =
        MainSubscription.read(connection, tenants.keySet(), false);
    List<DeviceKey> keys = devices.stream().map(NewDevice::key).toList();
    Map<DeviceKey, Device> known = find(connection, keys);
    Map<String, List<NewDevice>> waiting = waiting(devices, known, all);
    if (!waiting.isEmpty()) {
      limitLockWait(connection);
      // again, under lock; what others have registered meanwhile shows from here on
      all.keySet().removeAll(waiting.keySet());
      all.putAll(MainSubscription.read(connection, waiting.keySet(), true));
      for (Map.Entry<String, List<NewDevice>> entry : waiting.entrySet()) {
        register(connection, entry.getValue(), all.getOrDefault(entry.getKey(), List.of()));
      }
      known = find(connection, keys);
    }
    return new Result(known, full(tenants, all));
  }

  /**
   * Longer than anybody should hold a subscription; whoever waited in vain is told to come back.
   */
  private static void limitLockWait(Connection connection) throws SQLException {
    try (Statement set = connection.createStatement()) {
      set.execute("set local lock_timeout = 2000");
    }
  }

  private Map<DeviceKey, Device> find(Connection connection, List<DeviceKey> keys)
      throws SQLException {
    return keys.isEmpty() ? Map.of() : DeviceRows.read(connection, keys, certificates);
  }

  /** The devices that are not there yet, of tenants that may have room, by tenant. */
  private Map<String, List<NewDevice>> waiting(
      List<NewDevice> devices,
      Map<DeviceKey, Device> known,
      Map<String, List<MainSubscription>> subscriptions) {
    Map<String, List<NewDevice>> waiting = new TreeMap<>();
    for (NewDevice device : devices) {
      String tenantId = device.key().tenantId();
      boolean hasRoom =
          subscriptions.getOrDefault(tenantId, List.of()).stream()
              .anyMatch(s -> s.hasRoomAt(device.arrivalMicros(), grace));
      if (hasRoom && !known.containsKey(device.key())) {
        waiting.computeIfAbsent(tenantId, t -> new ArrayList<>()).add(device);
      }
    }
    return waiting;
  }

  /** Fills one subscription after the other; a device that is there by now takes no place. */
  private void register(
      Connection connection, List<NewDevice> devices, List<MainSubscription> subscriptions)
      throws SQLException {
    List<NewDevice> left = new ArrayList<>(devices);
    for (MainSubscription subscription : subscriptions) {
      List<NewDevice> fitting =
          new ArrayList<>(
              left.stream()
                  .filter(device -> subscription.isInForce(device.arrivalMicros(), grace))
                  .toList());
      while (!fitting.isEmpty() && subscription.room() > 0) {
        int count = (int) Math.min(fitting.size(), subscription.room());
        List<NewDevice> next = fitting.subList(0, count);
        subscription.take(NewDeviceRows.insert(connection, next, subscription));
        left.removeAll(new HashSet<>(next));
        next.clear();
      }
      subscription.save(connection);
    }
  }

  private Set<String> full(Map<String, Long> tenants, Map<String, List<MainSubscription>> all) {
    Set<String> full = new HashSet<>();
    tenants.forEach((tenantId, arrival) -> {
      if (all.getOrDefault(tenantId, List.of()).stream()
          .noneMatch(subscription -> subscription.hasRoomAt(arrival, grace))) {
        full.add(tenantId);
      }
    });
    return full;
  }
}
