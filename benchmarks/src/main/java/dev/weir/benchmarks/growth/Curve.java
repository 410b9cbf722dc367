package dev.weir.benchmarks.growth;

import dev.weir.benchmarks.Setup;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What grows. */
enum Curve {
  DEVICES("devices", Scale.LOGARITHMIC, "Devices of one tenant."),
  REJECTS(
      "percent of messages refused",
      Scale.LINEAR,
      "Messages whose token is wrong among others. Nothing of theirs is copied."),
  LANES("lanes", Scale.LOGARITHMIC, "`TELEMETRY_PARTITIONS`, each a stream and a lane."),
  LATE(
      "age of the readings",
      Scale.EVEN,
      "Readings of chunks that have a million rows of seven days; raw COPY puts the same there."),
  METRICS("metrics of a message", Scale.LOGARITHMIC, "Metrics of each message."),
  TENANTS("tenants", Scale.LOGARITHMIC, "Tenants that 10,000 devices belong to."),
  ROUTES(
      "routes of the tenant",
      Scale.EVEN,
      "Routes, of which one matches every message; nobody delivers. The last has none that matches."),
  ROWS(
      "rows in the table",
      Scale.EVEN,
      "Rows of the seven days before; raw COPY puts the same beside them.");

  private static final int DEVICES_USUALLY = 1_000;
  private static final int DEVICES_OF_TENANTS = 10_000;
  private static final long ROWS_OF_LATE = 1_000_000;

  private final String axis;
  private final Scale scale;
  private final String told;

  Curve(String axis, Scale scale, String told) {
    this.axis = axis;
    this.scale = scale;
    this.told = told;
  }

  /** As users write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  String axis() {
    return axis;
  }

  Scale scale() {
    return scale;
  }

  /** A sentence about it. */
  String told() {
    return told;
  }

  /**
   * Where it is measured.
   *
   * @param rowsUpTo what more rows than these are left out
   */
  List<Point> points(long rowsUpTo) {
    Setup usual = Setup.ofDevices(DEVICES_USUALLY);
    return switch (this) {
      case DEVICES -> at(n -> Point.of(n, Setup.ofDevices((int) n)), 1_000, 100_000, 1_000_000);
      case REJECTS -> at(n -> Point.of(n, usual).withWrong((int) n), 0, 25, 50, 75, 100);
      case LANES -> at(n -> Point.of(n, usual.withPartitions((int) n)), 1, 2, 4, 8, 16);
      case LATE -> late(usual.withRows(Math.min(ROWS_OF_LATE, rowsUpTo)));
      case METRICS -> at(n -> Point.of(n, usual).withMetrics((int) n), 1, 4, 16, 64);
      case TENANTS -> {
        Setup many = Setup.ofDevices(DEVICES_OF_TENANTS);
        yield at(n -> Point.of(n, many.withTenants((int) n)), 1, 100, 10_000);
      }
      case ROUTES -> routes(usual);
      case ROWS ->
          at(n -> Point.of(n, usual.withRows(n)), 0, 1_000_000, 10_000_000, 100_000_000).stream()
              .filter(point -> point.setup().rows() <= rowsUpTo)
              .toList();
    };
  }

  private static List<Point> late(Setup setup) {
    List<Duration> ages =
        List.of(Duration.ZERO, Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(6));
    List<String> labels = List.of("now", "1 hour", "1 day", "6 days");
    return IntStream.range(0, ages.size())
        .mapToObj(
            i -> Point.of(ages.get(i).toHours(), setup).called(labels.get(i)).ofAge(ages.get(i)))
        .toList();
  }

  private static List<Point> routes(Setup setup) {
    return Stream.concat(
            at(
                n -> Point.of(n, setup.withRoutes((int) Math.min(n, 1), (int) Math.max(n - 1, 0))),
                0,
                1,
                10,
                100)
                .stream(),
            Stream.of(Point.of(100, setup.withRoutes(0, 100)).called("100, no match")))
        .toList();
  }

  private static List<Point> at(LongFunction<Point> point, long... numbers) {
    return LongStream.of(numbers).mapToObj(point).toList();
  }
}
