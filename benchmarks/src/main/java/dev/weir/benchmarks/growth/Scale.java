package dev.weir.benchmarks.growth;

import java.util.List;
import java.util.stream.IntStream;

/** How the points of a curve lie on a plot's axis. */
enum Scale {
  LINEAR,
  LOGARITHMIC,
  /** One beside the other, whatever their numbers. */
  EVEN;

  /** From 0, the first, to 1, the last. */
  List<Double> places(List<Double> numbers) {
    List<Double> placed =
        switch (this) {
          case LINEAR -> numbers;
          case LOGARITHMIC -> numbers.stream().map(Math::log10).toList();
          case EVEN -> IntStream.range(0, numbers.size()).mapToObj(i -> (double) i).toList();
        };
    double first = placed.getFirst();
    double length = placed.getLast() - first;
    return placed.stream().map(at -> length == 0 ? 0 : (at - first) / length).toList();
  }
}
