package dev.weir.testkit.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.UUID;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A server's certificate that is its own authority, and its key.
 *
 * @param certificate of a subject that no other has
 */
public record SelfSigned(Certificate certificate, PrivateKey key) {

  private static final char[] PASSWORD = "changeit".toCharArray();

  /**
   * Makes one with the JDK's own tool.
   *
   * @param folder where its file may lie
   * @param name whom it is for, such as {@code dns:localhost} or {@code ip:127.0.0.1}
   */
  public static SelfSigned of(Path folder, String name)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path file = Files.createTempDirectory(folder, "certificate").resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + UUID.randomUUID(),
                "-ext",
                "san=" + name,
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();
    KeyStore store = KeyStore.getInstance(file.toFile(), PASSWORD);
    String alias = store.aliases().nextElement();
    return new SelfSigned(store.getCertificate(alias), (PrivateKey) store.getKey(alias, PASSWORD));
  }

  /** Of the server, and of a client that trusts it. */
  public SSLContext context() throws IOException, GeneralSecurityException {
    KeyStore own = empty();
    own.setKeyEntry("own", key, PASSWORD, new Certificate[] {certificate});
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own, PASSWORD);
    return context(keys, this);
  }

  /** Of a client that trusts these, and no other. */
  public static SSLContext trusting(SelfSigned... servers)
      throws IOException, GeneralSecurityException {
    KeyManagerFactory none = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    none.init(empty(), PASSWORD);
    return context(none, servers);
  }

  private static SSLContext context(KeyManagerFactory keys, SelfSigned... trusted)
      throws IOException, GeneralSecurityException {
    KeyStore authorities = empty();
    for (SelfSigned one : trusted) {
      authorities.setCertificateEntry("server" + authorities.size(), one.certificate);
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(authorities);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
