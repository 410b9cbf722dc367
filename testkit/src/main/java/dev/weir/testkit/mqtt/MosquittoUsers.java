package dev.weir.testkit.mqtt;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Lines of a file of Mosquitto's users, as {@code mosquitto_passwd} writes them. */
public final class MosquittoUsers {

  private static final int ITERATIONS = 101;
  private static final int HASH_BITS = 512;
  private static final byte[] SALT = "not a secret".getBytes(StandardCharsets.US_ASCII);

  private MosquittoUsers() {}

  /** A user who logs in with a password. */
  public static String line(String user, String password) {
    try {
      byte[] hash =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
              .generateSecret(new PBEKeySpec(password.toCharArray(), SALT, ITERATIONS, HASH_BITS))
              .getEncoded();
      Base64.Encoder base64 = Base64.getEncoder();
      return user
          + ":$7$"
          + ITERATIONS
          + '$'
          + base64.encodeToString(SALT)
          + '$'
          + base64.encodeToString(hash)
          + '\n';
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has it", e);
    }
  }
}
