package dev.weir.jetstream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PullWindowTest {

  @Test
  void asksAgainWhenHalfIsFree() {
    PullWindow window = new PullWindow(100, 1_000_000);

    assertThat(window.takeRequest()).isEqualTo(100);
    assertThat(window.takeRequest()).isZero();
    window.arrived(100, 0);
    window.consumed(49, 0);
    assertThat(window.takeRequest()).isZero();
    window.consumed(1, 0);
    assertThat(window.takeRequest()).isEqualTo(50);
    assertThat(window.takeRequest()).isZero();
  }

  @Test
  void asksForNoneWhileItHoldsTooManyBytes() {
    PullWindow window = new PullWindow(100, 50_000);
    window.takeRequest();
    window.arrived(10, 60_000);
    window.returned(90);

    assertThat(window.takeRequest()).isZero();
    window.consumed(5, 30_000);
    assertThat(window.takeRequest()).isEqualTo(95);
  }

  @Test
  void countsWhatARequestDidNotBring() {
    PullWindow window = new PullWindow(10, 1_000);
    window.takeRequest();
    window.returned(10);

    assertThat(window.isWaiting()).isFalse();
    assertThat(window.takeRequest()).isEqualTo(10);
  }

  @Test
  void aWindowOfOneWorks() {
    PullWindow window = new PullWindow(1, 1_000);

    assertThat(window.takeRequest()).isEqualTo(1);
    window.arrived(1, 10);
    assertThat(window.takeRequest()).isZero();
    window.consumed(1, 10);
    assertThat(window.takeRequest()).isEqualTo(1);
  }
}
