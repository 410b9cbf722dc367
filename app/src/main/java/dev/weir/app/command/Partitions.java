package dev.weir.app.command;

import dev.weir.app.config.StreamSettings;
import dev.weir.app.serve.PartitionCount;
import dev.weir.app.serve.StartupException;
import dev.weir.timescale.database.Database;
import dev.weir.timescale.schema.Installation;
import dev.weir.timescale.schema.SchemaException;

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
    try {
      return new PartitionCount(database, settings).read();
    } catch (SchemaException e) {
      throw CommandException.failed(String.valueOf(e.getMessage()));
    } catch (StartupException e) {
      throw CommandException.usage(e.getMessage());
    }
  }
}
