package dev.weir.app.command;

import dev.weir.core.admission.TokenHash;
import dev.weir.core.message.ProvisionToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A provision token in a command: where it comes from, and what is kept of it.
 *
 * @param text the token; null for none
 * @param made whether it was made here, so that nobody knows it before it is printed
 */
record NewToken(@Nullable String text, boolean made) {

  private static final int RANDOM_BYTES = 32;
  private static final int MAX_FILE_BYTES = 8_192;

  static final NewToken NONE = new NewToken(null, false);

  /** 32 random bytes, as text that fits a URL. */
  static NewToken random() {
    byte[] bytes = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(bytes);
    return new NewToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes), true);
  }

  /** The one of two that is not null: a text, or that of a file. */
  static NewToken given(@Nullable String text, @Nullable Path file) {
    if (text != null) {
      return new NewToken(
          Identifiers.checked("token", text, Identifiers.faultOfToken(text)), false);
    }
    return given(contents(Objects.requireNonNull(file)), null);
  }

  /** Without the line end that editors add. */
  private static String contents(Path file) {
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        throw CommandException.failed("the token file has more than " + MAX_FILE_BYTES + " bytes");
      }
      return Files.readString(file).replaceFirst("\\R\\z", "");
    } catch (IOException e) {
      throw CommandException.failed("cannot read the token file " + file);
    }
  }

  /** What the registry keeps: the SHA-256 in lower-case hex; null for no token. */
  @Nullable String hash() {
    return text == null ? null : hash(text);
  }

  static String hash(String token) {
    byte[] hash = TokenHash.of(new ProvisionToken(token));
    return HexFormat.of().formatHex(Objects.requireNonNull(hash));
  }

  @Override
  public String toString() {
    return "NewToken[***]";
  }
}
