package dev.weir.benchmarks.growth;

import dev.weir.benchmarks.JsonFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Curves as JSON, as tables and as plots; those that were there before stay. */
final class GrowthFiles {

  private GrowthFiles() {}

  /** Writes {@code NAME.json}, {@code NAME.md} and of each curve {@code NAME-CURVE.svg}. */
  static void write(Map<Curve, CurveFigures> measured, Path folder, String name)
      throws IOException {
    Files.createDirectories(folder);
    Path json = folder.resolve(name + ".json");
    GrowthFigures former =
        Files.exists(json) ? JsonFile.read(json, GrowthFigures.class) : GrowthFigures.NONE;
    GrowthFigures all = former.with(measured);
    JsonFile.write(json, all);
    Files.writeString(folder.resolve(name + ".md"), GrowthTables.of(all.byCurve(), name));
    for (Map.Entry<Curve, CurveFigures> curve : all.byCurve().entrySet()) {
      Files.writeString(
          folder.resolve(name + '-' + curve.getKey() + ".svg"),
          CurvePlot.of(curve.getKey(), curve.getValue()));
    }
  }
}
