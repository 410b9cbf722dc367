package dev.weir.core.table;

import java.security.SecureRandom;

/**
 * Makes 128-bit fingerprints of tenants' and devices' names, keyed with random numbers that nobody
 * outside this process knows: two of a thousand million names share one with a chance of 1e-21, and
 * names that do cannot be looked for. May be used by any thread.
 */
public final class NameHash {

  private static final SecureRandom RANDOM = new SecureRandom();

  private static final int CHARS_PER_LONG = 4;
  private static final int BITS_PER_CHAR = 16;

  private final long highKey = RANDOM.nextLong() | 1;
  private final long lowKey = RANDOM.nextLong() | 1;

  /** A tenant's. */
  public Fingerprint of(String tenantId) {
    return name(add(lowKey, highKey, tenantId), add(highKey, lowKey, tenantId));
  }

  /** A device's. */
  public Fingerprint of(String tenantId, String deviceId) {
    return name(
        add(add(lowKey, highKey, tenantId), highKey, deviceId),
        add(add(highKey, lowKey, tenantId), lowKey, deviceId));
  }

  private static Fingerprint name(long high, long low) {
    return new Fingerprint(high, low == 0 ? 1 : low);
  }

  /** The length goes in as well: where one text ends and the next begins makes a difference. */
  private static long add(long state, long key, String text) {
    int length = text.length();
    long mixed = folded(state ^ length, key);
    for (int i = 0; i < length; i += CHARS_PER_LONG) {
      long chars = 0;
      for (int j = i; j < Math.min(length, i + CHARS_PER_LONG); j++) {
        chars = chars << BITS_PER_CHAR | text.charAt(j);
      }
      mixed = folded(mixed ^ chars, key);
    }
    return mixed;
  }

  /** Both halves of a product of 128 bits: every bit of the factors reaches every bit of it. */
  private static long folded(long a, long b) {
    return (a * b) ^ Math.unsignedMultiplyHigh(a, b);
  }
}
