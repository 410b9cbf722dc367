package dev.weir.app.command;

import dev.weir.app.config.StreamSettings;
import dev.weir.timescale.database.Database;
import dev.weir.timescale.schema.Installation;

/** Into how many partitions this installation's publishers divide devices. */
final class Partitions {

  private Partitions() {}

  /** The number to migrate to: what the environment names, else what the installation has. */
  static int wanted(Installation installation, StreamSettings settings) {
    return settings.partitionsSet()
        ? settings.partitions()
        : installation.partitions().orElse(settings.partitions());
  }

  /**
   * The number that {@code migrate} wrote down.
   *
   * @throws CommandException the configuration names another: two publishers that divide
   *     differently would break the order of a device's messages
   */
  static int of(Database database, StreamSettings settings) {
    int installed =
        new Installation(database)
            .partitions()
            .orElseThrow(
                () -> CommandException.failed("the streams are not made yet: run ./weir migrate"));
    if (settings.partitionsSet() && settings.partitions() != installed) {
      throw CommandException.usage(
          "TELEMETRY_PARTITIONS is %d, this installation has %d; must be the same, or not set"
              .formatted(settings.partitions(), installed));
    }
    return installed;
  }
}
