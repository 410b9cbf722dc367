package dev.weir.timescale.copy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CopyEncoderTest {

  private final CopyEncoder encoder = new CopyEncoder();

  @Test
  void anEmptyCopyIsItsHeaderAndTrailer() {
    encoder.begin();
    encoder.end();
    assertThat(encoder.size()).isEqualTo(19 + 2);
  }

  @Test
  void growsForABatchAndShrinksAfterAGiant() {
    int initial = encoder.capacity();
    byte[] giant = new byte[10_000_000];
    encoder.begin();
    encoder.bytea(giant);
    assertThat(encoder.capacity()).isGreaterThanOrEqualTo(giant.length);

    encoder.begin();
    assertThat(encoder.capacity()).as("the last one was a giant").isGreaterThan(giant.length);
    encoder.end();
    encoder.begin();
    assertThat(encoder.capacity()).as("the last one was not").isEqualTo(initial);
  }

  @Test
  void aModestBufferIsKept() {
    encoder.begin();
    encoder.bytea(new byte[1_000_000]);
    int grown = encoder.capacity();
    encoder.begin();
    encoder.begin();
    assertThat(encoder.capacity()).isEqualTo(grown);
  }
}
