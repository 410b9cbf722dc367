package dev.weir.demo;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** A line of Mosquitto's password file, as {@code mosquitto_passwd} writes it. */
final class PasswordHash {

  private static final int SALT_BYTES = 12;
  private static final int HASH_BYTES = 64;
  private static final int ITERATIONS = 101;

  private PasswordHash() {}

  static String line(String user, String password) {
    byte[] salt = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    Base64.Encoder base64 = Base64.getEncoder();
    return "%s:$7$%d$%s$%s"
        .formatted(
            user,
            ITERATIONS,
            base64.encodeToString(salt),
            base64.encodeToString(hash(password, salt)));
  }

  private static byte[] hash(String password, byte[] salt) {
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
          .generateSecret(
              new PBEKeySpec(password.toCharArray(), salt, ITERATIONS, HASH_BYTES * Byte.SIZE))
          .getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has PBKDF2 with SHA-512", e);
    }
  }
}
