package dev.weir.core.settings;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All live settings at one moment: those for everybody, and the tenants that differ. */
public record SettingsSnapshot(Settings global, Map<String, Settings> byTenant) {

  public static final SettingsSnapshot DEFAULTS = new SettingsSnapshot(Settings.DEFAULTS, Map.of());

  public SettingsSnapshot {
    byTenant = Map.copyOf(byTenant);
  }

  /** The settings of a tenant; those for everybody where it is not known. */
  public Settings of(@Nullable String tenantId) {
    if (tenantId == null || byTenant.isEmpty()) {
      return global;
    }
    return byTenant.getOrDefault(tenantId, global);
  }
}
