package dev.weir.app.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What may be said of a device, whether it is new or not. */
final class DeviceOptions {

  /** Stands for no subscription. */
  static final String NONE = "none";

  @Option(names = "--site", paramLabel = "SITE", description = "The only site it may send for.")
  @Nullable String site;

  @Option(
      names = "--subscription",
      paramLabel = "SUBSCRIPTION",
      description = "Attach it to this subscription of its tenant; " + NONE + ": to none.")
  @Nullable String subscription;

  @Option(names = "--json")
  boolean json;

  /**
   * The site.
   *
   * @throws CommandException it is none
   */
  @Nullable String site() {
    return site == null ? null : Identifiers.checked("--site", site, Identifiers.faultOfSite(site));
  }

  /** The subscription; null for none, and where nothing was said. */
  @Nullable String subscription() {
    return NONE.equals(subscription) ? null : subscription;
  }
}
