package dev.weir.core.admission;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of the devices and tenants of one batch. */
public record Answers(Map<DeviceKey, Device> devices, Map<String, TenantAccount> tenants) {

  /** Null where the registry has no such device. */
  public @Nullable Device device(DeviceKey key) {
    return devices.get(key);
  }

  /** {@link TenantAccount#NONE} where nothing is known of the tenant. */
  public TenantAccount account(String tenantId) {
    return tenants.getOrDefault(tenantId, TenantAccount.NONE);
  }

  /** Whether there is a tenant of that name. */
  public boolean exists(String tenantId) {
    return account(tenantId).exists();
  }
}
