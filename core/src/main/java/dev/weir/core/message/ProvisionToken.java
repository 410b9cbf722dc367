package dev.weir.core.message;

import org.jspecify.annotations.Nullable;

/**
 * A provision token as presented. Neither its text nor its hash ever shows in a log or an error.
 *
 * @param text the token; null where only its hash is known, or where what was presented cannot be
 *     one (not a string, not Unicode)
 * @param sha256 the hash of a token whose text was not kept; else null
 */
@SuppressWarnings("ArrayRecordComponent") // compared in constant time, never by equals
public record ProvisionToken(@Nullable String text, byte @Nullable [] sha256) {

  public static final ProvisionToken MALFORMED = new ProvisionToken(null);

  /** What stands for a token in a payload that is kept. */
  public static final String MASK = "***";

  private static final int SHA256_BYTES = 32;

  public ProvisionToken(@Nullable String text) {
    this(text, null);
  }

  /** The token of a text; an empty one is no token. */
  public static @Nullable ProvisionToken of(@Nullable String text) {
    return text == null || text.isEmpty() ? null : new ProvisionToken(text);
  }

  /** The token that was presented once, of which the hash is kept. */
  public static ProvisionToken ofHash(byte[] sha256) {
    return sha256.length == SHA256_BYTES ? new ProvisionToken(null, sha256) : MALFORMED;
  }

  @Override
  public String toString() {
    return "ProvisionToken[***]";
  }
}
