package dev.weir.benchmarks.growth;

import dev.weir.benchmarks.ResultOptions;
import dev.weir.benchmarks.ServerOptions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./weir bench --growth}. */
@Command(
    name = "weir bench --growth",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures how what ingest costs grows with devices, tenants, metrics, refused messages,",
      "routes, lanes, late readings and rows that are there. Each curve takes three to eight",
      "minutes; nothing else should run meanwhile. Writes a JSON file, tables and plots, in",
      "which the curves that are not measured now stay as they were."
    },
    footer = {"", "On which servers, ./weir bench --help tells."})
public final class Growth implements Callable<Integer> {

  private static final String KEPT = "growth";
  private static final long USUAL_ROWS = 10_000_000;

  @Parameters(
      arity = "0..*",
      paramLabel = "CURVE",
      description = "of ${COMPLETION-CANDIDATES}; all by default")
  private List<Curve> curves = List.of();

  @Option(
      names = "--rows-up-to",
      paramLabel = "N",
      defaultValue = "" + USUAL_ROWS,
      description =
          "rows that the table has at the most: 10 million by default; 100 million need 40 GB,"
              + " and half an hour")
  private long rowsUpTo;

  @Mixin private ResultOptions results = new ResultOptions();

  @Mixin private ServerOptions servers = new ServerOptions();

  /** Runs the command. */
  public static void main(String[] args) {
    System.exit(
        new CommandLine(new Growth()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    Measurement measurement =
        new Measurement(
            servers.servers(),
            results.isQuick() ? GrowthPlan.QUICK : GrowthPlan.DEFAULT,
            results.folder());
    String kept = results.kept(KEPT, rowsUpTo >= USUAL_ROWS && servers.isOwnStack());
    for (Curve curve : curves.isEmpty() ? List.of(Curve.values()) : curves) {
      CurveFigures figures = measurement.measure(curve, rowsUpTo);
      System.out.println(GrowthTables.table(curve, figures));
      if (kept != null) {
        // Each as soon as it is there: all of them take long.
        GrowthFiles.write(Map.of(curve, figures), results.folder(), kept);
      }
    }
    return 0;
  }
}
