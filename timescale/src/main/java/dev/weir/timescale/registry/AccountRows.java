package dev.weir.timescale.registry;

import dev.weir.core.admission.Subscription;
import dev.weir.core.admission.TenantAccount;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gathers a tenant from its rows, one for each of its subscriptions. */
final class AccountRows {

  private final Map<String, Subscription> subscriptions = new HashMap<>();
  private @Nullable String status;

  /** Adds a row: tenant, its status, then a subscription's id, status, start and end. */
  void add(ResultSet row) throws SQLException {
    status = row.getString(2);
    String id = row.getString(3);
    if (id != null) {
      subscriptions.put(id, new Subscription(row.getString(4), Moments.validity(row, 5, 6)));
    }
  }

  TenantAccount account() {
    return new TenantAccount(status, subscriptions);
  }
}
