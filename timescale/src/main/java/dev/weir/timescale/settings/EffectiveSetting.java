package dev.weir.timescale.settings;

import dev.weir.core.settings.SettingKey;
import java.math.BigDecimal;
import java.util.List;

/**
 * A setting as a process that starts now reads it.
 *
 * @param value in force
 * @param source where it comes from
 * @param passedOver what is stored before it and is no value. A process that ran when it was
 *     written keeps the last good value of that place
 */
public record EffectiveSetting(
    SettingKey key, BigDecimal value, Source source, List<Invalid> passedOver) {

  /** Where a value stands, the weakest first. */
  public enum Source {
    DEFAULT("default"),
    APP_SETTINGS("app_settings"),
    TENANT_SETTINGS("tenant_settings");

    private final String text;

    Source(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * A stored text that is no value.
   *
   * @param text printable, and cut
   */
  public record Invalid(Source source, String text) {}

  public EffectiveSetting {
    passedOver = List.copyOf(passedOver);
  }
}
