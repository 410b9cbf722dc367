package dev.weir.jetstream;

/** Whole numbers as the protocol writes them. */
final class AsciiNumber {

  private static final int MAX_DIGITS = 19;

  private AsciiNumber() {}

  /** The value; −1 where it is not one to 19 digits, or does not fit a long. */
  static long parse(byte[] bytes, int from, int to) {
    if (to <= from || to - from > MAX_DIGITS) {
      return -1;
    }
    long value = 0;
    for (int i = from; i < to; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    // Ten to the 19th is less than two to the 64th: an overflow always shows as a minus.
    return Math.max(value, -1);
  }
}
