package dev.weir.core.rate;

import java.util.Arrays;

/**
 * Token buckets by the fingerprint of a name: 32 bytes a slot, at most two thirds of the slots in
 * use. A name that has no bucket has a full one. Owned by one lane.
 *
 * <p>Charges hold only once they are committed; until then they can be taken back, for a batch that
 * is judged again.
 */
final class TokenBuckets {

  private static final int FIELDS = 4;
  private static final int HIGH = 0;
  private static final int LOW = 1;
  private static final int LEVEL = 2;
  private static final int LAST = 3;

  private static final int SMALLEST = 64;

  /** Stands in the journal for the level of a bucket that was not there. */
  private static final long ABSENT = Long.MIN_VALUE;

  private long[] slots = new long[SMALLEST * FIELDS];
  private int size;

  /** What slots held before charges that are not committed, oldest first, {@link #FIELDS} each. */
  private long[] journal = new long[SMALLEST * FIELDS];

  private int journaled;

  /** Buckets held. */
  int size() {
    return size;
  }

  long bytes() {
    return (long) (slots.length + journal.length) * Long.BYTES;
  }

  /** Whether a bucket holds a token at a time. */
  boolean has(long high, long low, RateLimit limit, long nanos) {
    int slot = find(high, low);
    return level(slot, limit, nanos) >= RateLimit.TOKEN;
  }

  /** Takes a token from a bucket that {@link #has} one. */
  void take(long high, long low, RateLimit limit, long nanos) {
    int slot = find(high, low);
    boolean isNew = slots[slot + LOW] == 0;
    long level = level(slot, limit, nanos);
    long last = isNew ? nanos : Math.max(slots[slot + LAST], nanos);
    remember(high, low, isNew ? ABSENT : slots[slot + LEVEL], isNew ? nanos : slots[slot + LAST]);
    put(slot, high, low, level - RateLimit.TOKEN, last);
    if (isNew && ++size > slots.length / FIELDS * 2 / 3) {
      rebuild(Long.MIN_VALUE);
    }
  }

  /** Puts a token back into a bucket that was charged, unless that is gone, or full again. */
  void giveBack(long high, long low, RateLimit limit, long nanos) {
    int slot = find(high, low);
    if (slots[slot + LOW] != 0) {
      long last = Math.max(slots[slot + LAST], nanos);
      long level = Math.min(limit.capacityPicos(), level(slot, limit, nanos) + RateLimit.TOKEN);
      put(slot, high, low, level, last);
    }
  }

  /** What a bucket holds at a time, in picotokens. */
  long level(long high, long low, RateLimit limit, long nanos) {
    return level(find(high, low), limit, nanos);
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
    for (int i = journaled - FIELDS; i >= 0; i -= FIELDS) {
      int slot = find(journal[i + HIGH], journal[i + LOW]);
      if (journal[i + LEVEL] == ABSENT) {
        delete(slot);
      } else {
        slots[slot + LEVEL] = journal[i + LEVEL];
        slots[slot + LAST] = journal[i + LAST];
      }
    }
    journaled = 0;
  }

  /** Drops the buckets last charged before a time; to be called when all charges are committed. */
  void dropIdleSince(long nanos) {
    rebuild(nanos);
  }

  private long level(int slot, RateLimit limit, long nanos) {
    return slots[slot + LOW] == 0
        ? limit.capacityPicos()
        : limit.refilled(slots[slot + LEVEL], nanos - slots[slot + LAST]);
  }

  /** The slot of a name, or the empty one where it would go. */
  private int find(long high, long low) {
    int mask = slots.length / FIELDS - 1;
    int index = home(high);
    int slot = index * FIELDS;
    while (slots[slot + LOW] != 0 && (slots[slot + LOW] != low || slots[slot + HIGH] != high)) {
      index = (index + 1) & mask;
      slot = index * FIELDS;
    }
    return slot;
  }

  private int home(long high) {
    return (int) (high ^ high >>> 32) & (slots.length / FIELDS - 1);
  }

  /** Moves those that a search would no longer find behind the hole into it. */
  private void delete(int slot) {
    int mask = slots.length / FIELDS - 1;
    int hole = slot / FIELDS;
    int index = (hole + 1) & mask;
    while (slots[index * FIELDS + LOW] != 0) {
      int distance = (index - home(slots[index * FIELDS + HIGH])) & mask;
      if (distance >= ((index - hole) & mask)) {
        System.arraycopy(slots, index * FIELDS, slots, hole * FIELDS, FIELDS);
        hole = index;
      }
      index = (index + 1) & mask;
    }
    slots[hole * FIELDS + LOW] = 0;
    size--;
  }

  private void put(int slot, long high, long low, long level, long last) {
    slots[slot + HIGH] = high;
    slots[slot + LOW] = low;
    slots[slot + LEVEL] = level;
    slots[slot + LAST] = last;
  }

  private void remember(long high, long low, long level, long last) {
    if (journaled == journal.length) {
      journal = Arrays.copyOf(journal, 2 * journal.length);
    }
    journal[journaled + HIGH] = high;
    journal[journaled + LOW] = low;
    journal[journaled + LEVEL] = level;
    journal[journaled + LAST] = last;
    journaled += FIELDS;
  }

  /** Puts those charged since a time into a table of the size that they need, half full. */
  private void rebuild(long since) {
    long[] old = slots;
    int kept = 0;
    for (int slot = 0; slot < old.length; slot += FIELDS) {
      if (old[slot + LOW] != 0 && old[slot + LAST] >= since) {
        kept++;
      }
    }
    int room = Math.max(SMALLEST, Integer.highestOneBit(Math.max(1, kept)) * 4);
    slots = new long[room * FIELDS];
    size = kept;
    for (int slot = 0; slot < old.length; slot += FIELDS) {
      if (old[slot + LOW] != 0 && old[slot + LAST] >= since) {
        int target = find(old[slot + HIGH], old[slot + LOW]);
        System.arraycopy(old, slot, slots, target, FIELDS);
      }
    }
  }
}
