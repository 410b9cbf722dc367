package dev.weir.app.command;

import dev.weir.timescale.settings.EffectiveSetting;
import dev.weir.timescale.settings.EffectiveSetting.Invalid;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Settings as commands print them. */
final class SettingsListing {

  private SettingsListing() {}

  static Listing of(List<EffectiveSetting> settings) {
    Listing listing = new Listing("key", "value", "source", "invalid", "must_be", "meaning");
    for (EffectiveSetting setting : settings) {
      listing.row(
          setting.key(),
          setting.value(),
          setting.source(),
          invalid(setting),
          setting.key().bounds(),
          setting.key().meaning());
    }
    return listing;
  }

  private static @Nullable String invalid(EffectiveSetting setting) {
    return setting.passedOver().isEmpty()
        ? null
        : setting.passedOver().stream()
            .map(SettingsListing::text)
            .collect(Collectors.joining(", "));
  }

  /** What to say of stored texts that are no values. */
  static List<String> warnings(EffectiveSetting setting) {
    return setting.passedOver().stream()
        .map(invalid ->
            "%s: %s, but must be %s: running processes keep their last good value, new ones use %s"
                .formatted(
                    setting.key(),
                    text(invalid),
                    setting.key().bounds(),
                    setting.value().toPlainString()))
        .toList();
  }

  private static String text(Invalid invalid) {
    return "%s has \"%s\"".formatted(invalid.source(), invalid.text());
  }
}
