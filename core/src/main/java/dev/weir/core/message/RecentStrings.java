package dev.weir.core.message;

import org.jspecify.annotations.Nullable;

/**
 * Texts that come again and again, such as devices' topics and tenants' ids: of each that came
 * lately there is one string, however often it comes. So what waits to be committed is a third
 * smaller for the garbage collector to move, and what is remembered of a million devices does not
 * hold their tenant's id a million times. Bounded; owned by one thread.
 */
public final class RecentStrings {

  private static final int SLOTS = 1 << 10;

  /** More than any topic that can be one has. */
  private static final int MAX_LENGTH = 512;

  private final @Nullable String[] slots = new String[SLOTS];

  /** The string that came before, if it is still known; else this one. */
  public String of(String text) {
    if (text.length() > MAX_LENGTH) {
      return text;
    }
    int hash = text.hashCode();
    int slot = (hash ^ (hash >>> 16)) & (SLOTS - 1);
    String recent = slots[slot];
    if (recent != null && recent.equals(text)) {
      return recent;
    }
    slots[slot] = text;
    return text;
  }
}
