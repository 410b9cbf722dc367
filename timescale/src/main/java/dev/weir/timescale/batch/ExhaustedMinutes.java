package dev.weir.timescale.batch;

import dev.weir.timescale.batch.StorageQuota.Minute;
import dev.weir.timescale.batch.StorageQuota.Wish;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Owned by one lane: minutes of which nothing more may be stored, so that a flood past the cap does
 * not ask, and wait for the other lanes, in every batch. A minute of which nothing at all was
 * granted was used up by transactions that are committed: no rollback gives any of it back.
 */
final class ExhaustedMinutes {

  private static final int MAX_REMEMBERED = 1_000;

  /** The cap at which nothing was left: one that was raised since may leave something again. */
  private final Map<Minute, Integer> caps =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Minute, Integer> eldest) {
          return size() > MAX_REMEMBERED;
        }
      };

  /** Those of the wishes that may be granted. */
  Map<Minute, Wish> without(Map<Minute, Wish> wishes) {
    if (caps.isEmpty()) {
      return wishes;
    }
    Map<Minute, Wish> left = new HashMap<>(wishes);
    left.entrySet().removeIf(wish -> wish.getValue().cap() <= caps.getOrDefault(wish.getKey(), 0));
    return left;
  }

  /** Learns from what was asked for and what of it was granted. */
  void learn(Map<Minute, Wish> asked, Set<Minute> granted) {
    asked.forEach((minute, wish) -> {
      if (!granted.contains(minute)) {
        caps.put(minute, wish.cap());
      }
    });
  }
}
