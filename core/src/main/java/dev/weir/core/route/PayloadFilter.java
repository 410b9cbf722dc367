package dev.weir.core.route;

import dev.weir.core.message.Slice;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Conditions on members of a payload, all of which must hold. A member is looked up in {@code
 * metrics}, then beside it.
 *
 * <p>{@code $eq} and a plain value: the same number, text or boolean. {@code $ne}: any other, or
 * none. {@code $in}: one of several. {@code $gt $gte $lt $lte}: numbers with numbers, text with
 * text by code points. {@code $exists}: whether it is there; null is not. Objects and arrays are
 * there, and equal nothing. Numbers compare exactly.
 */
public final class PayloadFilter {

  private final Map<String, List<Condition>> conditions;

  PayloadFilter(Map<String, List<Condition>> conditions) {
    this.conditions = conditions;
  }

  /**
   * Reads one, such as {@code {"temp_c":{"$gt":80},"site_id":"s1"}}: at most 8,192 bytes, 32
   * members, 100 values of an {@code $in}, names of 1 to 128 characters.
   *
   * @throws InvalidRouteException it is none
   */
  public static PayloadFilter parse(String json) {
    return new PayloadFilter(new PayloadFilterReader(json).read());
  }

  /** Whether a payload meets all conditions; what is no JSON object has no members. */
  public boolean matches(Slice payload) {
    return matches(PayloadFields.read(payload, names()));
  }

  /** The members that it looks at. */
  Set<String> names() {
    return conditions.keySet();
  }

  boolean matches(Map<String, FieldValue> fields) {
    for (Map.Entry<String, List<Condition>> member : conditions.entrySet()) {
      FieldValue value = fields.get(member.getKey());
      for (Condition condition : member.getValue()) {
        if (!condition.holds(value)) {
          return false;
        }
      }
    }
    return true;
  }
}
