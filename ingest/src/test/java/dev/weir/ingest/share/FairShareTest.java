package dev.weir.ingest.share;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FairShareTest {

  @Test
  void allLanesAreSomebodysAndSharesDifferByAtMostOne() {
    for (int members = 1; members <= 12; members++) {
      List<String> names =
          IntStream.range(0, members).mapToObj(i -> "m" + (char) ('a' + i)).toList();
      for (int lanes = 0; lanes <= 30; lanes++) {
        int all = lanes;
        List<Integer> shares = names.stream().map(name -> FairShare.of(name, names, all)).toList();
        assertThat(shares.stream().mapToInt(i -> i).sum()).isEqualTo(lanes);
        assertThat(shares).allMatch(share -> Math.abs(share - shares.getFirst()) <= 1);
      }
    }
  }

  @Test
  void whoDoesNotTakePartHoldsNothing() {
    assertThat(FairShare.of("x", List.of("a", "b"), 4)).isZero();
    assertThat(FairShare.of("x", List.of(), 4)).isZero();
  }
}
