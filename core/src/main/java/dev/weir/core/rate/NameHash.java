package dev.weir.core.rate;

import java.util.concurrent.ThreadLocalRandom;

/**
 * A 128-bit fingerprint of a tenant's or a device's name, keyed with random numbers that nobody
 * outside this process knows: two of a thousand million names share one with a chance of 1e-21, and
 * names that do cannot be looked for. Owned by one lane.
 */
final class NameHash {

  private static final int CHARS_PER_LONG = 4;
  private static final int BITS_PER_CHAR = 16;

  private final long highKey = ThreadLocalRandom.current().nextLong() | 1;
  private final long lowKey = ThreadLocalRandom.current().nextLong() | 1;

  private long high;
  private long low;

  /** The tenant's own. */
  void of(String tenantId) {
    start();
    add(tenantId);
  }

  /** A device's. */
  void of(String tenantId, String deviceId) {
    start();
    add(tenantId);
    add(deviceId);
  }

  long high() {
    return high;
  }

  /** Never 0, which marks an empty slot. */
  long low() {
    return low == 0 ? 1 : low;
  }

  private void start() {
    high = lowKey;
    low = highKey;
  }

  /** The length goes in as well: where one text ends and the next begins makes a difference. */
  private void add(String text) {
    int length = text.length();
    mix(length);
    for (int i = 0; i < length; i += CHARS_PER_LONG) {
      long chars = 0;
      for (int j = i; j < Math.min(length, i + CHARS_PER_LONG); j++) {
        chars = chars << BITS_PER_CHAR | text.charAt(j);
      }
      mix(chars);
    }
  }

  private void mix(long bits) {
    high = folded(high ^ bits, highKey);
    low = folded(low ^ bits, lowKey);
  }

  /** Both halves of a product of 128 bits: every bit of the factors reaches every bit of it. */
  private static long folded(long a, long b) {
    return (a * b) ^ Math.unsignedMultiplyHigh(a, b);
  }
}
