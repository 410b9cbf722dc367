package dev.weir.core.admission;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A tenant and its subscriptions.
 *
 * @param status {@code ACTIVE}, or anything else for a tenant whose devices may not send; null
 *     where the registry has no such tenant, which bars no device that is registered all the same
 * @param subscriptions by their id
 */
public record TenantAccount(@Nullable String status, Map<String, Subscription> subscriptions) {

  /** Of a tenant that nobody has registered. */
  public static final TenantAccount NONE = new TenantAccount(null, Map.of());

  public TenantAccount {
    subscriptions = Map.copyOf(subscriptions);
  }

  public boolean exists() {
    return status != null;
  }

  /** Null where none is named, or the one that is named is missing: neither bars anybody. */
  @Nullable Subscription subscription(@Nullable String id) {
    return id == null ? null : subscriptions.get(id);
  }
}
