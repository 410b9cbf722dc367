package dev.weir.core.message;

import org.jspecify.annotations.Nullable;

/**
 * A provision token as presented. Its text never shows in a log or an error.
 *
 * @param text the token; null where what was presented cannot be one (not a string, not Unicode)
 */
public record ProvisionToken(@Nullable String text) {

  public static final ProvisionToken MALFORMED = new ProvisionToken(null);

  /** The token of a text; an empty one is no token. */
  public static @Nullable ProvisionToken of(@Nullable String text) {
    return text == null || text.isEmpty() ? null : new ProvisionToken(text);
  }

  @Override
  public String toString() {
    return "ProvisionToken[***]";
  }
}
