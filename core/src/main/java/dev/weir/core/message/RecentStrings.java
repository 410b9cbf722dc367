package dev.weir.core.message;

import org.jspecify.annotations.Nullable;

/**
 * Parts of texts that come again and again, such as tenants' ids: of each that came lately there is
 * one string, however often it comes, so that what is remembered of a million devices does not hold
 * their tenant's id a million times. Bounded; owned by one thread.
 */
public final class RecentStrings {

  private static final int SLOTS = 1 << 10;

  private final @Nullable String[] slots = new String[SLOTS];

  /** The string from one index to before another. */
  public String of(String text, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + text.charAt(i);
    }
    int slot = (hash ^ (hash >>> 16)) & (SLOTS - 1);
    String recent = slots[slot];
    if (recent != null
        && recent.length() == to - from
        && recent.regionMatches(0, text, from, to - from)) {
      return recent;
    }
    String part = text.substring(from, to);
    slots[slot] = part;
    return part;
  }

  /** The same of all of a text. */
  public String of(String text) {
    return of(text, 0, text.length());
  }
}
