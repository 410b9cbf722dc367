package dev.weir.app.simulate;

import dev.weir.core.verdict.RejectReason;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * How a fleet's messages are made up. All shares are fractions of all messages.
 *
 * @param nativeShare of the native form; the rest are envelopes
 * @param duplicateShare readings sent before
 * @param unnumberedShare of the readings that nobody repeats: they come without {@code seq}
 * @param badShares messages refused on purpose, by their reason; with the duplicates at most 0.9
 */
public record Mix(
    double nativeShare,
    double duplicateShare,
    double unnumberedShare,
    Map<RejectReason, Double> badShares) {

  private static final double MAX_NOT_STORED = 0.9;

  /** The reasons that a message alone can bring about. */
  public static final Set<RejectReason> PROVOKABLE =
      Set.copyOf(
          EnumSet.complementOf(
              EnumSet.of(
                  RejectReason.NO_SUBSCRIPTION_CAPACITY,
                  RejectReason.CERT_INVALID,
                  RejectReason.SUBSCRIPTION_SUSPENDED,
                  RejectReason.SUBSCRIPTION_EXPIRED,
                  RejectReason.RATE_LIMITED,
                  RejectReason.WRITE_REJECTED,
                  RejectReason.INGEST_EXCEPTION)));

  public Mix {
    Map<RejectReason, Double> ordered = new EnumMap<>(RejectReason.class);
    ordered.putAll(badShares);
    badShares = java.util.Collections.unmodifiableMap(ordered);
    require(nativeShare >= 0 && nativeShare <= 1, "the share of native messages is out of bounds");
    require(duplicateShare >= 0, "the share of duplicates is negative");
    require(
        unnumberedShare >= 0 && unnumberedShare < 1,
        "the share of readings without seq is out of bounds");
    require(badShares.values().stream().allMatch(s -> s >= 0), "a share is negative");
    require(PROVOKABLE.containsAll(badShares.keySet()), "a reason cannot be provoked");
    double sum = badShares.values().stream().mapToDouble(Double::doubleValue).sum();
    require(sum + duplicateShare <= MAX_NOT_STORED, "too few messages are left to be stored");
  }

  /** One whose readings all have a {@code seq}. */
  public Mix(double nativeShare, double duplicateShare, Map<RejectReason, Double> badShares) {
    this(nativeShare, duplicateShare, 0, badShares);
  }

  /** The same, with a share of its readings that come without {@code seq}. */
  public Mix unnumbered(double share) {
    return new Mix(nativeShare, duplicateShare, share, badShares);
  }

  /** Every reason that can be provoked, with the same share. */
  public static Mix evenlyBad(double nativeShare, double duplicateShare, double badShare) {
    Map<RejectReason, Double> shares = new EnumMap<>(RejectReason.class);
    PROVOKABLE.forEach(reason -> shares.put(reason, badShare / PROVOKABLE.size()));
    return new Mix(nativeShare, duplicateShare, shares);
  }

  /** Good messages only, in the native form. */
  public static Mix allGood() {
    return new Mix(1, 0, Map.of());
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
