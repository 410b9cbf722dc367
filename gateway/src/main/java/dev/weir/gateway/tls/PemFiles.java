package dev.weir.gateway.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * Certificates and keys as operators have them, for the JDK. What is wrong with a file is thrown as
 * an {@link IllegalArgumentException} in words that follow the file's name.
 */
public final class PemFiles {

  private static final Pattern PKCS8 =
      Pattern.compile("-----BEGIN PRIVATE KEY-----(.*?)-----END PRIVATE KEY-----", Pattern.DOTALL);

  private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC", "Ed25519");

  private PemFiles() {}

  /** Who signed the certificates that are trusted, one or more. */
  public static TrustManagerFactory authorities(Path file) {
    try {
      KeyStore store = emptyStore();
      int number = 0;
      for (Certificate certificate : certificates(file)) {
        store.setCertificateEntry("ca-" + number++, certificate);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return factory;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("cannot be used: " + e.getMessage(), e);
    }
  }

  /** A certificate, followed by those between it and its authority, if there are any. */
  public static Certificate[] chain(Path file) {
    try {
      return certificates(file).toArray(Certificate[]::new);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("holds no certificate in PEM", e);
    }
  }

  /** A private key, not encrypted, in PKCS #8. */
  public static PrivateKey privateKey(Path file) {
    String text;
    try {
      text = Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot be read", e);
    }
    Matcher matcher = PKCS8.matcher(text);
    if (!matcher.find()) {
      throw new IllegalArgumentException(
          "holds no key in PKCS #8 (BEGIN PRIVATE KEY): openssl pkcs8 -topk8 -nocrypt makes one");
    }
    try {
      return privateKey(Base64.getMimeDecoder().decode(matcher.group(1)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("holds a private key that cannot be read", e);
    }
  }

  /** The two of them, for a handshake. */
  public static KeyManagerFactory identity(Certificate[] chain, PrivateKey key) {
    try {
      KeyStore store = emptyStore();
      store.setKeyEntry("client", key, new char[0], chain);
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, new char[0]);
      return factory;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("does not fit its certificate", e);
    }
  }

  private static PrivateKey privateKey(byte[] encoded) {
    Exception lastFailure = null;
    for (String algorithm : KEY_ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      } catch (InvalidKeySpecException ofAnother) {
        lastFailure = ofAnother;
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every Java platform has " + algorithm, e);
      }
    }
    throw new IllegalArgumentException("neither RSA, EC nor Ed25519", lastFailure);
  }

  private static Collection<? extends Certificate> certificates(Path file)
      throws GeneralSecurityException, IOException {
    try (InputStream in = Files.newInputStream(file)) {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (found.isEmpty()) {
        throw new GeneralSecurityException("there is no certificate in it");
      }
      return found;
    }
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
