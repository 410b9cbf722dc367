package dev.weir.delivery.signature;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Signs bodies by HMAC-SHA256, as Standard Webhooks have it, and the older way.
 *
 * @see <a href="https://www.standardwebhooks.com">Standard Webhooks</a>
 */
public final class WebhookSignature {

  private static final String KEY_PREFIX = "whsec_";
  private static final String ALGORITHM = "HmacSHA256";

  private WebhookSignature() {}

  /**
   * The value of {@code webhook-signature}: one for each secret, with a space between, so that
   * receivers can change theirs while either is valid. {@code whsec_} and Base64 is the key's own
   * bytes, any other secret is the key in UTF-8.
   *
   * @param seconds the value of {@code webhook-timestamp}
   * @param previous null where there is none
   */
  public static String standard(
      String id, long seconds, byte[] body, String secret, @Nullable String previous) {
    byte[] head = (id + '.' + seconds + '.').getBytes(StandardCharsets.UTF_8);
    String signature = standard(head, body, secret);
    return previous == null ? signature : signature + ' ' + standard(head, body, previous);
  }

  /** The value of {@code X-Signature-256}: of the body alone, the key being the secret in UTF-8. */
  public static String ofBody(byte[] body, String secret) {
    byte[] key = secret.getBytes(StandardCharsets.UTF_8);
    return "sha256=" + HexFormat.of().formatHex(mac(key).doFinal(body));
  }

  private static String standard(byte[] head, byte[] body, String secret) {
    Mac mac = mac(key(secret));
    mac.update(head);
    return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
  }

  private static byte[] key(String secret) {
    return secret.startsWith(KEY_PREFIX)
        ? Base64.getDecoder().decode(secret.substring(KEY_PREFIX.length()))
        : secret.getBytes(StandardCharsets.UTF_8);
  }

  private static Mac mac(byte[] key) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
