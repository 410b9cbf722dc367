package dev.weir.app.serve;

import dev.weir.app.config.StreamSettings;
import dev.weir.timescale.database.Database;
import dev.weir.timescale.schema.Installation;
import dev.weir.timescale.schema.SchemaException;

/** Into how many partitions this installation's publishers divide devices. */
public final class PartitionCount {

  private final Installation installation;
  private final StreamSettings settings;

  public PartitionCount(Database database, StreamSettings settings) {
    installation = new Installation(database);
    this.settings = settings;
  }

  /**
   * The number that {@code migrate} wrote down.
   *
   * @throws SchemaException it has not yet
   * @throws StartupException the configuration names another: two publishers that divide
   *     differently would break the order of a device's messages
   */
  public int read() {
    int installed =
        installation
            .partitions()
            .orElseThrow(
                () -> new SchemaException("the streams are not made yet: run ./weir migrate"));
    if (settings.partitionsSet() && settings.partitions() != installed) {
      throw new StartupException(
          "TELEMETRY_PARTITIONS is %d, this installation has %d; must be the same, or not set"
              .formatted(settings.partitions(), installed));
    }
    return installed;
  }
}
