package dev.weir.core.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Against the JDK's decoder: it decides what is one well-formed sequence. */
class Utf8Test {

  /** Both ends of every range that RFC 3629 names, and their neighbours. */
  private static final int[] BYTES = {
    0x00, 0x22, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC,
    0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xF8, 0xFF
  };

  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);
  private final byte[] text = new byte[4];
  private final CharBuffer chars = CharBuffer.allocate(4);

  @Test
  void agreesWithTheDecoderAtEveryEdge() {
    for (int first = 0x80; first <= 0xFF; first++) {
      for (int second : BYTES) {
        for (int third : BYTES) {
          for (int fourth : BYTES) {
            text[0] = (byte) first;
            text[1] = (byte) second;
            text[2] = (byte) third;
            text[3] = (byte) fourth;
            check(4);
          }
        }
      }
    }
  }

  @Test
  void looksAtNoByteBeyondTheLimit() {
    for (int first = 0x80; first <= 0xFF; first++) {
      text[0] = (byte) first;
      text[1] = text[2] = text[3] = (byte) 0x90;
      for (int limit = 1; limit <= 4; limit++) {
        check(limit);
      }
    }
  }

  private void check(int limit) {
    int length = Utf8.sequenceLength(text, 0, limit);
    if (length != expected(limit)) {
      assertThat(length)
          .as("%02x %02x %02x %02x, %d of it", text[0], text[1], text[2], text[3], limit)
          .isEqualTo(expected(limit));
    }
  }

  private int expected(int limit) {
    for (int length = 2; length <= limit; length++) {
      chars.clear();
      decoder.reset();
      boolean wellFormed =
          decoder.decode(ByteBuffer.wrap(text, 0, length), chars, true).isUnderflow();
      if (wellFormed && chars.flip().codePoints().count() == 1) {
        return length;
      }
    }
    return 0;
  }
}
