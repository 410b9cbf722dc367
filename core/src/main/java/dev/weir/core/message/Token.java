package dev.weir.core.message;

/**
 * A provision token as presented. Its text never shows in a log or an error.
 *
 * @param text the token; null where what was presented cannot be one (not a string, not Unicode)
 */
public record Token(@org.jspecify.annotations.Nullable String text) {

  public static final Token MALFORMED = new Token(null);

  @Override
  public String toString() {
    return "Token[***]";
  }
}
