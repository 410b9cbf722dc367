package dev.weir.benchmarks.growth;

import dev.weir.benchmarks.Machine;
import java.util.List;

/** What a run found along a curve. */
record CurveFigures(Machine machine, Setting setting, List<PointFigures> points) {

  /**
   * What was measured.
   *
   * @param javaOptions of the ingest process
   */
  record Setting(int warmUp, int messages, int rounds, String javaOptions) {}
}
