package dev.weir.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class InboxTest {

  @Test
  void takesEachMessageOnceAndCountsRepeats() {
    Inbox inbox = new Inbox(false);

    assertThat(inbox.offer("a", true)).isEqualTo(200);
    assertThat(inbox.offer("b", true)).isEqualTo(200);
    assertThat(inbox.offer("a", true)).isEqualTo(200);
    assertThat(inbox.offer("c", false)).isEqualTo(401);

    assertThat(inbox.taken()).isEqualTo(2);
    assertThat(inbox.repeats()).isEqualTo(1);
    assertThat(inbox.forged()).isEqualTo(1);
    assertThat(inbox.refused()).isNull();
  }

  @Test
  void refusesTheFirstUntilItIsHealed() {
    Inbox inbox = new Inbox(true);

    assertThat(inbox.offer("a", true)).isEqualTo(410);
    assertThat(inbox.offer("b", true)).isEqualTo(200);
    assertThat(inbox.offer("a", true)).isEqualTo(410);
    assertThat(inbox.refusedNow()).isEqualTo(1);

    inbox.heal();
    assertThat(inbox.refused()).isEqualTo("a");
    assertThat(inbox.refusedNow()).isZero();
    assertThat(inbox.hasTaken("a")).isFalse();
    assertThat(inbox.offer("a", true)).isEqualTo(200);
    assertThat(inbox.hasTaken("a")).isTrue();
    assertThat(inbox.taken()).isEqualTo(2);
  }
}
