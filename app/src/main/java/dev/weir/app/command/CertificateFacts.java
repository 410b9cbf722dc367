package dev.weir.app.command;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is to be known of a certificate.
 *
 * @param fingerprint lower-case hex without colons
 * @param notAfter null where it does not run out
 */
record CertificateFacts(
    String fingerprint, String commonName, Instant notBefore, @Nullable Instant notAfter) {

  private static final int MAX_NAME_CHARS = 256;

  /** A name that may be kept and shown: whoever signed the certificate chose it. */
  static String printable(String name) {
    return name.substring(0, Math.min(name.length(), MAX_NAME_CHARS))
        .replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?");
  }
}
