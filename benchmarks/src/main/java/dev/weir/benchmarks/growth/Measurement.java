package dev.weir.benchmarks.growth;

import dev.weir.app.config.ConfigurationException;
import dev.weir.benchmarks.Drain;
import dev.weir.benchmarks.Machine;
import dev.weir.benchmarks.RawCopy;
import dev.weir.benchmarks.Servers;
import dev.weir.benchmarks.Stage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Measures a curve, each point with a database and a process of its own. */
final class Measurement {

  private final Servers servers;
  private final GrowthPlan plan;
  private final Path checkout;
  private @Nullable Machine machine;

  /**
   * Of what follows.
   *
   * @param checkout a folder of it, whose commit is told
   */
  Measurement(Servers servers, GrowthPlan plan, Path checkout) {
    this.servers = servers;
    this.plan = plan;
    this.checkout = checkout;
  }

  /** Measures all points. */
  CurveFigures measure(Curve curve, long rowsUpTo)
      throws IOException, ConfigurationException, InterruptedException {
    List<PointFigures> found = new ArrayList<>();
    for (Point point : curve.points(rowsUpTo)) {
      PointFigures figures = measure(point);
      System.err.printf(
          "weir: %s %s: %,.0f messages/s%n", curve, point.label(), figures.messagesPerSecond());
      found.add(figures);
    }
    return new CurveFigures(
        Objects.requireNonNull(machine),
        new CurveFigures.Setting(
            plan.warmUp(), plan.messages(), plan.rounds(), javaOptions(curve.points(rowsUpTo))),
        found);
  }

  private static String javaOptions(List<Point> points) {
    String first = points.getFirst().setup().javaOptions();
    String last = points.getLast().setup().javaOptions();
    return first.equals(last) ? first : first + " to " + last;
  }

  private PointFigures measure(Point point)
      throws IOException, ConfigurationException, InterruptedException {
    try (Stage stage = new Stage(servers, point.setup())) {
      if (machine == null) { // later the checkout has results that it had not then
        machine = Machine.now(stage.database(), checkout);
      }
      stage.awaitLanes();
      Backlogs backlogs = new Backlogs(stage, point);
      round(stage, point, backlogs, Math.max(plan.warmUp(), point.setup().devices()));
      List<PointFigures.Round> rounds = new ArrayList<>();
      for (int i = 0; i < plan.rounds(); i++) {
        rounds.add(round(stage, point, backlogs, plan.messages()));
      }
      stage.requireRefused(backlogs.wrong());
      return PointFigures.of(point, rounds, stage.ingest().residentBytes());
    }
  }

  /**
   * One backlog. Where rows of former days are there, it and its copy stay beside them; else the
   * table is empty again.
   */
  private static PointFigures.Round round(
      Stage stage, Point point, Backlogs backlogs, long messages)
      throws IOException, ConfigurationException, InterruptedException {
    Drain.Halt halt = Drain.halt(stage);
    Backlogs.Span span = backlogs.publish(messages);
    Drain drain = halt.drain(messages);
    stage.awaitStates();
    if (!point.storesAll()) {
      stage.database().execute("truncate telemetry");
      return new PointFigures.Round(drain, null);
    }
    return new PointFigures.Round(
        drain,
        point.setup().rows() == 0
            ? RawCopy.rowsPerSecond(stage.database())
            : RawCopy.rowsPerSecond(stage.database(), span.from(), span.to()));
  }
}
