package dev.weir.app.simulate;

import dev.weir.core.verdict.RejectReason;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * How a fleet's messages are made up. All shares are fractions of all messages.
 *
 * @param transport that they are sent by
 * @param nativeShare of the native form; the rest are envelopes
 * @param duplicateShare readings sent before
 * @param unnumberedShare of the readings that nobody repeats: they come without {@code seq}
 * @param badShares messages refused on purpose, by their reason; with the duplicates at most 0.9
 */
public record Mix(
    Transport transport,
    double nativeShare,
    double duplicateShare,
    double unnumberedShare,
    Map<RejectReason, Double> badShares) {

  private static final double MAX_NOT_STORED = 0.9;

  public Mix {
    Map<RejectReason, Double> ordered = new EnumMap<>(RejectReason.class);
    ordered.putAll(badShares);
    badShares = java.util.Collections.unmodifiableMap(ordered);
    require(nativeShare >= 0 && nativeShare <= 1, "the share of native messages is out of bounds");
    require(nativeShare == 1 || transport.carriesEnvelopes(), "only over NATS there are envelopes");
    require(duplicateShare >= 0, "the share of duplicates is negative");
    require(
        unnumberedShare >= 0 && unnumberedShare < 1,
        "the share of readings without seq is out of bounds");
    require(badShares.values().stream().allMatch(s -> s >= 0), "a share is negative");
    require(transport.provokable().containsAll(badShares.keySet()), "a reason cannot be provoked");
    double sum = badShares.values().stream().mapToDouble(Double::doubleValue).sum();
    require(sum + duplicateShare <= MAX_NOT_STORED, "too few messages are left to be stored");
  }

  /** One for NATS whose readings all have a {@code seq}. */
  public Mix(double nativeShare, double duplicateShare, Map<RejectReason, Double> badShares) {
    this(Transport.NATS, nativeShare, duplicateShare, 0, badShares);
  }

  /** The same, with a share of its readings that come without {@code seq}. */
  public Mix unnumbered(double share) {
    return new Mix(transport, nativeShare, duplicateShare, share, badShares);
  }

  /** For NATS: every reason that can be provoked, with the same share. */
  public static Mix evenlyBad(double nativeShare, double duplicateShare, double badShare) {
    return new Mix(nativeShare, duplicateShare, evenly(Transport.NATS, badShare));
  }

  /** The same for any transport, without envelopes. */
  public static Mix evenlyBad(Transport transport, double duplicateShare, double badShare) {
    return new Mix(transport, 1, duplicateShare, 0, evenly(transport, badShare));
  }

  /** Good messages only, in the native form. */
  public static Mix allGood() {
    return new Mix(1, 0, Map.of());
  }

  private static Map<RejectReason, Double> evenly(Transport transport, double share) {
    Set<RejectReason> reasons = transport.provokable();
    Map<RejectReason, Double> shares = new EnumMap<>(RejectReason.class);
    reasons.forEach(reason -> shares.put(reason, share / reasons.size()));
    return shares;
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
