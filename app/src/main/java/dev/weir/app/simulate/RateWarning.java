package dev.weir.app.simulate;

import dev.weir.core.settings.SettingKey;
import dev.weir.core.settings.Settings;
import dev.weir.core.settings.SettingsSnapshot;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * Tells beforehand that a run sends more than its devices may. The ledger knows nothing of rates,
 * so what they cost would look like a fault.
 */
public final class RateWarning {

  private RateWarning() {}

  /**
   * One line that names the limit in the way and the command that raises it; null where the limits
   * of all tenants of the fleet let in what the plan sends.
   */
  public static @Nullable String of(SimulationPlan plan, Fleet fleet, SettingsSnapshot settings) {
    int devices = fleet.senders().size();
    for (String tenant : fleet.tenants()) {
      if (exceeds(plan, devices, settings.of(tenant))) {
        return warning(plan, devices, tenant, settings);
      }
    }
    return null;
  }

  /** A bucket holds the burst, and fills up while the run lasts. */
  private static boolean exceeds(SimulationPlan plan, int devices, Settings limits) {
    double perSecond = plan.perDevice(devices);
    return perSecond > limits.rateLimitRps()
        && plan.mostOfDevice(devices) * (1 - limits.rateLimitRps() / perSecond)
            > limits.rateLimitBurst();
  }

  private static String warning(
      SimulationPlan plan, int devices, String tenant, SettingsSnapshot settings) {
    double most = plan.mostOfDevice(devices);
    boolean atOnce = Double.isInfinite(plan.perDevice(devices)) && !Double.isInfinite(most);
    SettingKey key = atOnce ? SettingKey.RATE_LIMIT_BURST : SettingKey.RATE_LIMIT_RPS;
    double sent = atOnce ? most : plan.perDevice(devices);
    Settings limits = settings.of(tenant);
    double limit = atOnce ? limits.rateLimitBurst() : limits.rateLimitRps();
    boolean ownRow = settings.byTenant().containsKey(tenant);
    return "%s are more than %s (%s%s) lets in, the rest will be RATE_LIMITED; to raise it: %s%s"
        .formatted(
            load(sent, atOnce),
            key,
            plain(limit),
            ownRow ? " for tenant " + tenant : "",
            "./weir settings set " + key + ' ' + enough(key, sent),
            ownRow ? " --tenant " + tenant : "");
  }

  private static String load(double sent, boolean atOnce) {
    if (Double.isInfinite(sent)) {
      return "messages as fast as possible";
    }
    return plain(sent) + (atOnce ? " messages a device at once" : " messages a second and device");
  }

  /** The next whole number that the setting may have. */
  private static String enough(SettingKey key, double sent) {
    BigDecimal max = key.max();
    return Double.isInfinite(sent)
        ? max.toPlainString()
        : BigDecimal.valueOf(sent).setScale(0, RoundingMode.CEILING).min(max).toPlainString();
  }

  private static String plain(double number) {
    return BigDecimal.valueOf(number)
        .setScale(3, RoundingMode.HALF_UP)
        .stripTrailingZeros()
        .toPlainString();
  }
}
