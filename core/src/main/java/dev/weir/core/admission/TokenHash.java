package dev.weir.core.admission;

import dev.weir.core.message.ProvisionToken;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** SHA-256 of provision tokens: all that is ever kept of them. */
public final class TokenHash {

  /** To find and make one costs twice what a token does. */
  private static final ThreadLocal<MessageDigest> SHA_256 =
      ThreadLocal.withInitial(TokenHash::sha256);

  private TokenHash() {}

  /** The hash of a token's UTF-8 bytes; null where there is no token, or none that can be one. */
  public static byte @Nullable [] of(@Nullable ProvisionToken token) {
    if (token == null || token.text() == null) {
      return token == null ? null : token.sha256();
    }
    return SHA_256.get().digest(token.text().getBytes(StandardCharsets.UTF_8));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
