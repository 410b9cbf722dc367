package dev.weir.core.publish;

import java.nio.charset.StandardCharsets;

/**
 * A topic as header {@code Weir-Topic} can carry it: bytes of its UTF-8 outside 0x21 to 0x7E, and
 * {@code %}, become {@code %XX}, and what is longer than 512 bytes is cut. No valid topic is
 * touched, and none that is touched is valid.
 */
public final class TopicHeader {

  private static final int MAX_LENGTH = 512;

  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  private TopicHeader() {}

  /** The header's value for a topic as a broker had it. */
  public static String of(String topic) {
    return isPlain(topic) ? topic : encoded(topic.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean isPlain(String topic) {
    return topic.length() <= MAX_LENGTH && topic.chars().allMatch(TopicHeader::isPlain);
  }

  private static boolean isPlain(int c) {
    return c >= 0x21 && c <= 0x7E && c != '%';
  }

  private static String encoded(byte[] topic) {
    StringBuilder text = new StringBuilder(MAX_LENGTH);
    for (byte octet : topic) {
      boolean plain = isPlain(octet);
      if (text.length() + (plain ? 1 : 3) > MAX_LENGTH) {
        break;
      }
      if (plain) {
        text.append((char) octet);
      } else {
        text.append('%').append(HEX[octet >> 4 & 0xF]).append(HEX[octet & 0xF]);
      }
    }
    return text.toString();
  }
}
