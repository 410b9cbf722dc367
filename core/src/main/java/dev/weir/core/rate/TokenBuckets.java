package dev.weir.core.rate;

import dev.weir.core.table.Fingerprint;
import dev.weir.core.table.FingerprintTable;
import java.util.Arrays;

/**
 * Token buckets by name, about 40 bytes each. A name that has no bucket has a full one. Owned by
 * one lane.
 *
 * <p>Charges hold only once they are committed; until then they can be taken back, for a batch that
 * is judged again.
 */
final class TokenBuckets {

  private static final int LEVEL = 0;
  private static final int LAST = 1;
  private static final int FIELDS = 2;

  private static final int NUMBER = 2;
  private static final int JOURNAL_FIELDS = 3;
  private static final int SMALLEST_JOURNAL = 64;

  /** Stands in the journal for the level of a bucket that was not there. */
  private static final long ABSENT = Long.MIN_VALUE;

  private FingerprintTable buckets = new FingerprintTable(FIELDS);

  /**
   * What buckets held before charges that are not committed, oldest first: {@link #LEVEL}, {@link
   * #LAST} and {@link #NUMBER} of each.
   */
  private long[] journal = new long[SMALLEST_JOURNAL * JOURNAL_FIELDS];

  private int journaled;

  /** Buckets held. */
  int size() {
    return buckets.size();
  }

  long bytes() {
    return buckets.bytes() + (long) journal.length * Long.BYTES;
  }

  /** Whether a bucket holds a token at a time. */
  boolean has(Fingerprint name, RateLimit limit, long nanos) {
    return level(name, limit, nanos) >= RateLimit.TOKEN;
  }

  /** Takes a token from a bucket that {@link #has} one. */
  void take(Fingerprint name, RateLimit limit, long nanos) {
    int number = buckets.find(name);
    long level = level(number, limit, nanos) - RateLimit.TOKEN;
    if (number < 0) {
      number = buckets.add(name);
      remember(number, ABSENT, nanos);
      put(number, level, nanos);
    } else {
      long last = buckets.get(number, LAST);
      remember(number, buckets.get(number, LEVEL), last);
      put(number, level, Math.max(last, nanos));
    }
  }

  /** Puts a token back into a bucket that was charged, unless that is gone, or full again. */
  void giveBack(Fingerprint name, RateLimit limit, long nanos) {
    int number = buckets.find(name);
    if (number >= 0) {
      long level = Math.min(limit.capacityPicos(), level(number, limit, nanos) + RateLimit.TOKEN);
      put(number, level, Math.max(buckets.get(number, LAST), nanos));
    }
  }

  /** What a bucket holds at a time, in picotokens. */
  long level(Fingerprint name, RateLimit limit, long nanos) {
    return level(buckets.find(name), limit, nanos);
  }

  /** Makes the charges since the last commit hold. */
  void commit() {
    journaled = 0;
  }

  /**
   * Takes back the charges since the last commit. Buckets that came with them go: names that are
   * never admitted must leave nothing behind.
   */
  void rollback() {
    for (int i = journaled - JOURNAL_FIELDS; i >= 0; i -= JOURNAL_FIELDS) {
      int number = (int) journal[i + NUMBER];
      if (journal[i + LEVEL] == ABSENT) {
        buckets.remove(number);
      } else {
        put(number, journal[i + LEVEL], journal[i + LAST]);
      }
    }
    journaled = 0;
  }

  /** Drops the buckets last charged before a time; to be called when all charges are committed. */
  void dropIdleSince(long nanos) {
    buckets.numbers().filter(number -> buckets.get(number, LAST) < nanos).forEach(buckets::remove);
    if (buckets.size() < buckets.bound() / 2) {
      shrink();
    }
  }

  private void shrink() {
    FingerprintTable kept = new FingerprintTable(FIELDS);
    for (int number : buckets.numbers().toArray()) {
      int moved = kept.add(buckets.name(number));
      kept.set(moved, LEVEL, buckets.get(number, LEVEL));
      kept.set(moved, LAST, buckets.get(number, LAST));
    }
    buckets = kept;
  }

  private long level(int number, RateLimit limit, long nanos) {
    return number < 0
        ? limit.capacityPicos()
        : limit.refilled(buckets.get(number, LEVEL), nanos - buckets.get(number, LAST));
  }

  private void put(int number, long level, long last) {
    buckets.set(number, LEVEL, level);
    buckets.set(number, LAST, last);
  }

  private void remember(int number, long level, long last) {
    if (journaled == journal.length) {
      journal = Arrays.copyOf(journal, 2 * journal.length);
    }
    journal[journaled + LEVEL] = level;
    journal[journaled + LAST] = last;
    journal[journaled + NUMBER] = number;
    journaled += JOURNAL_FIELDS;
  }
}
