package dev.weir.app.command;

import dev.weir.timescale.admin.DeviceChange.Location;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Where a device is to be, in one of two ways. */
final class LocationChange {

  private static final String AUTO = "auto";

  /** A place, by both of its numbers. */
  static final class Coordinates {

    @Option(
        names = "--lat",
        paramLabel = "DEGREES",
        required = true,
        description = "Latitude of a place that no message overwrites, from -90 to 90.")
    double latitude;

    @Option(
        names = "--lng",
        paramLabel = "DEGREES",
        required = true,
        description = "Its longitude, from -180 to 180.")
    double longitude;
  }

  @ArgGroup(exclusive = false)
  @Nullable Coordinates coordinates;

  @Option(
      names = "--location",
      paramLabel = AUTO,
      description = AUTO + ": the device's messages say where it is.")
  @Nullable String location;

  /**
   * What was said.
   *
   * @throws CommandException something is out of bounds
   */
  Location location() {
    if (location != null) {
      require(
          location.equals(AUTO), "--location must be " + AUTO + "; --lat and --lng set a place");
      return new Location.Automatic();
    }
    Coordinates given = Objects.requireNonNull(coordinates);
    require(Math.abs(given.latitude) <= 90, "--lat must be from -90 to 90");
    require(Math.abs(given.longitude) <= 180, "--lng must be from -180 to 180");
    return new Location.Manual(given.latitude, given.longitude);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw CommandException.usage(message);
    }
  }
}
