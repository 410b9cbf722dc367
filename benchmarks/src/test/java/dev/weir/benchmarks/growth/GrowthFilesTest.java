package dev.weir.benchmarks.growth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.benchmarks.JsonFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GrowthFilesTest {

  @TempDir private Path folder;

  @Test
  void curvesThatAreNotMeasuredStay() throws IOException {
    CurveFigures rows = Examples.curve("c0ffee1", Examples.point(0, 50_000, 90_000.0));
    CurveFigures former = Examples.curve("c0ffee1", Examples.point(1, 40_000, 80_000.0));
    CurveFigures latter = Examples.curve("c0ffee2", Examples.point(1, 60_000, null));

    GrowthFiles.write(Map.of(Curve.ROWS, rows, Curve.LANES, former), folder, "grown");
    GrowthFiles.write(Map.of(Curve.LANES, latter), folder, "grown");

    assertThat(JsonFile.read(folder.resolve("grown.json"), GrowthFigures.class).byCurve())
        .containsExactly(Map.entry(Curve.LANES, latter), Map.entry(Curve.ROWS, rows));
    assertThat(Files.readString(folder.resolve("grown.md")))
        .contains(
            "## lanes", "commit c0ffee2", "| 1 | 60,000 | – | – | 12.5 | – | – | 4,000 | 512 |")
        .contains("## rows", "commit c0ffee1", "| 0 | 50,000 | 90,000 | 0.56 | 12.5 | 14.0 | – |");
    assertThat(folder.resolve("grown-lanes.svg")).content().contains("commit c0ffee2");
    assertThat(folder.resolve("grown-rows.svg")).content().contains("commit c0ffee1");
  }
}
