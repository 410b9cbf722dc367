package dev.weir.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class DeliveredTest {

  @Test
  void agreesWhereAllHasArrived() {
    assertThat(new Delivered(100, 100, 3, 0, 1, 1, 1).differences()).isEmpty();
    assertThat(new Delivered(0, 0, 0, 0, 0, 0, 0).differences()).isEmpty();
  }

  @Test
  void tellsWhatDoesNotAgree() {
    assertThat(new Delivered(100, 99, 0, 0, 1, 1, 1).differences()).hasSize(1);
    assertThat(new Delivered(100, 100, 0, 1, 1, 1, 1).differences()).hasSize(1);
    assertThat(new Delivered(100, 100, 0, 0, 1, 2, 1).differences()).hasSize(1);
    assertThat(new Delivered(100, 100, 0, 0, 1, 1, 0).differences()).hasSize(1);
  }
}
