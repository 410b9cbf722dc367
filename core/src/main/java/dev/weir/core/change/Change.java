package dev.weir.core.change;

import org.jspecify.annotations.Nullable;

/**
 * Something in the database is not what it was: added, changed or removed.
 *
 * @param key which one; null where it may be any of the kind
 */
public record Change(ChangeKind kind, @Nullable String key) {

  /** Stands for any key. A tenant or setting of that name shares it: too much is looked up then. */
  private static final String ALL = "all";

  /**
   * Reads what the triggers of the schema send: {@code device:acme/pump-1}, {@code device:all}.
   *
   * @return null where this version does not understand it
   */
  public static @Nullable Change parse(String payload) {
    int colon = payload.indexOf(':');
    ChangeKind kind = colon < 0 ? null : ChangeKind.byText(payload.substring(0, colon));
    if (kind == null) {
      return null;
    }
    String key = payload.substring(colon + 1);
    if (key.equals(ALL)) {
      return new Change(kind, null);
    }
    return kind.mayHaveKey(key) ? new Change(kind, key) : null;
  }
}
