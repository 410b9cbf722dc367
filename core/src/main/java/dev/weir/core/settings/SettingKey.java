package dev.weir.core.settings;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The live settings: their names, bounds and defaults. */
public enum SettingKey {
  RATE_LIMIT_RPS("5", "0.001", "1000000", true, "messages a second and device"),
  RATE_LIMIT_BURST("20", "0.001", "1000000", true, "messages a device may send at once"),
  TENANT_RATE_LIMIT_RPS("0", "0", "1000000", true, "messages a second of a tenant, 0 for no limit"),
  TENANT_RATE_LIMIT_BURST("1000", "0.001", "1000000", true, "messages a tenant may send at once"),
  MAX_PAYLOAD_BYTES("8192", "1", "1000000", false, "bytes of a payload"),
  MAX_METRICS("50", "1", "1000000", false, "members of metrics"),
  MAX_METRIC_KEY_LENGTH("128", "1", "1000000", false, "code points of a metric's key"),
  MAX_FUTURE_SECONDS(
      "300", "0", "3155760000", false, "how far a reading may lie after its arrival"),
  MAX_AGE_SECONDS(
      "2592000", "0", "3155760000", false, "how far a reading may lie before its arrival"),
  STORE_REJECTS("1", "0", "1", false, "1 stores refused messages, 0 keeps counters only"),
  MAX_STORED_REJECTS_PER_MINUTE("1000", "0", "1000000", false, "per tenant and minute of arrival");

  private final BigDecimal defaultValue;
  private final BigDecimal min;
  private final BigDecimal max;
  private final boolean fractions;
  private final String meaning;

  SettingKey(String defaultValue, String min, String max, boolean fractions, String meaning) {
    this.defaultValue = new BigDecimal(defaultValue);
    this.min = new BigDecimal(min);
    this.max = new BigDecimal(max);
    this.fractions = fractions;
    this.meaning = meaning;
  }

  public BigDecimal defaultValue() {
    return defaultValue;
  }

  /** The largest value. */
  public BigDecimal max() {
    return max;
  }

  public String meaning() {
    return meaning;
  }

  /** The value of a text, or null where it is not a number within the bounds. */
  public @Nullable BigDecimal parse(String text) {
    String trimmed = text.strip();
    if (trimmed.length() > 32 || !trimmed.matches("[0-9]+(\\.[0-9]+)?")) {
      return null;
    }
    BigDecimal value = new BigDecimal(trimmed);
    boolean whole = value.stripTrailingZeros().scale() <= 0;
    boolean inBounds = value.compareTo(min) >= 0 && value.compareTo(max) <= 0;
    return inBounds && (fractions || whole) ? value : null;
  }

  /** What a valid value looks like. */
  public String bounds() {
    return (fractions ? "a number" : "a whole number") + " from " + min + " to " + max;
  }

  /** The key of a name; null where there is no such setting. */
  public static @Nullable SettingKey byName(String name) {
    for (SettingKey key : values()) {
      if (key.name().equals(name)) {
        return key;
      }
    }
    return null;
  }
}
