package dev.weir.app.simulate;

/**
 * Numbers that look random and depend on nothing but a seed, an index and a purpose: any message
 * can be made again without those before it.
 */
record Draw(long seed) {

  /** A purpose that draws of its own; two purposes of one index are independent. */
  enum Purpose {
    KIND(1),
    FORM(2),
    STYLE(3),
    VARIANT(4),
    SOURCE(5),
    CLOCK(6),
    TOKEN_HIGH(7),
    TOKEN_LOW(8),
    TEMPERATURE(9),
    HUMIDITY(10),
    PRESSURE(11),
    BATTERY(12),
    NUMBER(13);

    private final int salt;

    Purpose(int salt) {
      this.salt = salt;
    }
  }

  /** Any long. */
  long bits(Purpose purpose, long index) {
    return mix(mix(seed + 0x9E3779B97F4A7C15L * index) ^ purpose.salt);
  }

  /** From 0 to {@code bound - 1}. */
  int below(Purpose purpose, long index, int bound) {
    return (int) Long.remainderUnsigned(bits(purpose, index), bound);
  }

  /** From 0 to below 1. */
  double fraction(Purpose purpose, long index) {
    return (bits(purpose, index) >>> 11) * 0x1.0p-53;
  }

  /** The finalizer of SplittableRandom's generator, by Stafford. */
  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return b ^ (b >>> 31);
  }
}
