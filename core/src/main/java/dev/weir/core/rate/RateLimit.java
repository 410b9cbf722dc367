package dev.weir.core.rate;

/**
 * How fast a token bucket fills, and how much it holds.
 *
 * <p>Tokens are counted in whole picotokens (1e-12), so that no sum of small gains drifts: a rate
 * with up to three decimals is a whole number of picotokens a nanosecond.
 *
 * @param picosPerNano picotokens gained in a nanosecond
 * @param capacityPicos picotokens that a full bucket holds
 */
public record RateLimit(double picosPerNano, long capacityPicos) {

  /** What one message costs. */
  static final long TOKEN = 1_000_000_000_000L;

  private static final double MICROS = 1e6;
  private static final double NANOS_PER_MICRO = 1e3;

  /**
   * A limit.
   *
   * @param perSecond tokens a second, from 0.000001 to 1,000,000; finer than a millionth is rounded
   * @param burst tokens at once, from 0.001 to 1,000,000; below 1 nothing ever passes
   */
  public static RateLimit of(double perSecond, double burst) {
    double picosPerNano = Math.rint(perSecond * MICROS) / NANOS_PER_MICRO;
    return new RateLimit(picosPerNano, Math.round(burst * TOKEN));
  }

  /** A bucket's level after a while; time that ran backwards counts as none. */
  long refilled(long levelPicos, long elapsedNanos) {
    double gained = Math.max(0, elapsedNanos) * picosPerNano;
    return gained >= (double) (capacityPicos - levelPicos)
        ? capacityPicos
        : levelPicos + (long) gained;
  }

  /** What a level allows. */
  Allowance allowance(long levelPicos) {
    long missing = Math.max(0, TOKEN - levelPicos);
    return new Allowance(
        Math.max(0, levelPicos) / TOKEN,
        (long) Math.ceil(missing / picosPerNano),
        (long) Math.ceil((capacityPicos - levelPicos) / picosPerNano));
  }

  /** How long an empty bucket takes to fill, in nanoseconds. */
  long nanosToFill() {
    return (long) Math.ceil(capacityPicos / picosPerNano);
  }
}
