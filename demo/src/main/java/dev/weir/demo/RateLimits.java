package dev.weir.demo;

import dev.weir.core.settings.SettingKey;
import dev.weir.timescale.database.Database;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.util.Locale;

/**
 * What the demo lets each device send: more than its fleet means to, for the ledger expects that no
 * message is refused for coming too fast.
 *
 * @param sent messages a second that a device means to send
 * @param perSecond value of RATE_LIMIT_RPS
 * @param burst value of RATE_LIMIT_BURST
 */
record RateLimits(double sent, BigDecimal perSecond, BigDecimal burst) {

  /** Some messages are sent twice, and they are spread by chance. */
  private static final double MARGIN = 2;

  /** After so long a stop of NATS all that is late may still come at once. */
  private static final double LATE_SECONDS = 30;

  static RateLimits fitting(double sent) {
    return new RateLimits(
        sent,
        value(SettingKey.RATE_LIMIT_RPS, sent * MARGIN),
        value(SettingKey.RATE_LIMIT_BURST, sent * MARGIN * LATE_SECONDS));
  }

  /** Writes them down as settings; before anything is judged. */
  void store(Database database) {
    database.transaction(
        "setting the demo's limits",
        connection -> {
          try (PreparedStatement upsert =
              connection.prepareStatement(
                  """
                  insert into app_settings (key, value) values (?, ?), (?, ?)
                  on conflict (key) do update set value = excluded.value
                  """)) {
            upsert.setString(1, SettingKey.RATE_LIMIT_RPS.name());
            upsert.setString(2, perSecond.toPlainString());
            upsert.setString(3, SettingKey.RATE_LIMIT_BURST.name());
            upsert.setString(4, burst.toPlainString());
            return upsert.executeUpdate();
          }
        });
  }

  /** One line for people. */
  @Override
  public String toString() {
    return "Each device sends %s messages/s; for them RATE_LIMIT_RPS is set to %s, RATE_LIMIT_BURST to %s"
        .formatted(
            String.format(Locale.ROOT, sent < 10 ? "%.1f" : "%.0f", sent),
            perSecond.toPlainString(),
            burst.toPlainString());
  }

  /** A whole number, within the setting's bounds and never below its default. */
  private static BigDecimal value(SettingKey key, double wanted) {
    return BigDecimal.valueOf(Math.ceil(wanted)).setScale(0).max(key.defaultValue()).min(key.max());
  }
}
