package dev.weir.benchmarks.growth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CurvePlotTest {

  @Test
  void pointsLieWhereTheirNumbersAre() {
    assertThat(Scale.LOGARITHMIC.places(List.of(1.0, 100.0, 10_000.0)))
        .containsExactly(0.0, 0.5, 1.0);
    assertThat(Scale.LINEAR.places(List.of(0.0, 25.0, 100.0))).containsExactly(0.0, 0.25, 1.0);
    assertThat(Scale.EVEN.places(List.of(0.0, 1.0, 10.0))).containsExactly(0.0, 0.5, 1.0);
    assertThat(Scale.LOGARITHMIC.places(List.of(4.0))).containsExactly(0.0);
  }

  @Test
  void bothSeriesAreDrawnWhereTheyAreKnown() {
    String svg =
        CurvePlot.of(
            Curve.DEVICES,
            Examples.curve(
                "c0ffee1",
                Examples.point(1_000, 50_000, 100_000.0),
                Examples.point(1_000_000, 25_000, null)));

    assertThat(svg)
        .contains(">1,000<", ">1,000,000<", ">devices<", ">100,000<")
        .contains("<circle cx='110.0' cy='150.0' r='4' fill='#2b6cb0'/>")
        .contains("<circle cx='570.0' cy='200.0' r='4' fill='#2b6cb0'/>")
        .contains("x1='110.0' y1='150.0' x2='570.0' y2='200.0' stroke='#2b6cb0'")
        .containsOnlyOnce("r='4' fill='#a0aec0'")
        .doesNotContain("stroke='#a0aec0'");
  }

  @ParameterizedTest
  @CsvSource({"99000, 20000", "100000, 20000", "101000, 50000", "45000, 10000", "7, 2"})
  void axisHasRoundNumbers(double highest, double step) {
    assertThat(CurvePlot.step(highest)).isEqualTo(step);
  }
}
