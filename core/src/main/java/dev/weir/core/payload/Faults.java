package dev.weir.core.payload;

import dev.weir.core.verdict.RejectReason;
import dev.weir.core.verdict.Verdict.Rejected;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a payload, collected in the order of its fields and told in the order of the
 * checks. Owned by one lane.
 */
final class Faults {

  private final Map<RejectReason, String> details = new EnumMap<>(RejectReason.class);

  void clear() {
    if (!details.isEmpty()) {
      details.clear();
    }
  }

  /** Takes back what was said of a field that comes a second time: the last one counts. */
  void clear(RejectReason reason) {
    if (!details.isEmpty()) {
      details.remove(reason);
    }
  }

  /** Of several faults of one reason the first is told. */
  void add(RejectReason reason, String detail) {
    details.putIfAbsent(reason, detail);
  }

  /** The fault that counts; null where there is none. */
  @Nullable Rejected first(String tenantId) {
    if (details.isEmpty()) {
      return null;
    }
    for (Map.Entry<RejectReason, String> fault : details.entrySet()) {
      return new Rejected(fault.getKey(), fault.getValue(), tenantId);
    }
    return null;
  }
}
