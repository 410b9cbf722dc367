package dev.weir.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a receiver of webhooks shares with Weir, and verifies their signatures by: those of Standard
 * Webhooks, and {@code X-Signature-256}. It shares no code with what signs.
 */
record WebhookSecret(String text) {

  private static final String PREFIX = "whsec_";
  private static final String VERSION = "v1,";
  private static final int BYTES = 24;

  /** One that nobody knows. */
  static WebhookSecret random() {
    byte[] key = new byte[BYTES];
    new SecureRandom().nextBytes(key);
    return new WebhookSecret(PREFIX + Base64.getEncoder().encodeToString(key));
  }

  /**
   * Whether a message is from whoever else knows this secret.
   *
   * @param id header {@code webhook-id}
   * @param timestamp header {@code webhook-timestamp}
   * @param signatures header {@code webhook-signature}: some, with spaces between
   * @param signature256 header {@code X-Signature-256}
   */
  boolean isGenuine(
      String id, String timestamp, String signatures, String signature256, byte[] body) {
    byte[] key = Base64.getDecoder().decode(text.substring(PREFIX.length()));
    byte[] signed = hmac(key, (id + '.' + timestamp + '.').getBytes(UTF_8), body);
    String standard = VERSION + Base64.getEncoder().encodeToString(signed);
    String plain = "sha256=" + HexFormat.of().formatHex(hmac(text.getBytes(UTF_8), body));
    return Arrays.stream(signatures.split(" ", -1)).anyMatch(one -> same(one, standard))
        && same(signature256, plain);
  }

  /** Shows none of it. */
  @Override
  public String toString() {
    return PREFIX + "***";
  }

  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(one.getBytes(UTF_8), other.getBytes(UTF_8));
  }

  private static byte[] hmac(byte[] key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has it", e);
    }
  }
}
