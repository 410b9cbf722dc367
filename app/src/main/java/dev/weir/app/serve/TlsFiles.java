package dev.weir.app.serve;

import dev.weir.gateway.tls.PemFiles;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.function.Function;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

/** Reads the certificates and keys that variables name. */
final class TlsFiles {

  private TlsFiles() {}

  /**
   * Who is trusted.
   *
   * @throws StartupException the file is not what it should be
   */
  static TrustManagerFactory authorities(String variable, Path file) {
    return read(variable, file, PemFiles::authorities);
  }

  /**
   * Who we are.
   *
   * @throws StartupException one of the files is not what it should be, or they do not go together
   */
  static KeyManagerFactory identity(
      String certificateVariable, Path certificate, String keyVariable, Path key) {
    Certificate[] chain = read(certificateVariable, certificate, PemFiles::chain);
    PrivateKey secret = read(keyVariable, key, PemFiles::privateKey);
    return read(keyVariable, key, file -> PemFiles.identity(chain, secret));
  }

  private static <T> T read(String variable, Path file, Function<Path, T> reader) {
    try {
      return reader.apply(file);
    } catch (IllegalArgumentException e) {
      throw new StartupException("%s: %s %s".formatted(variable, file, e.getMessage()));
    }
  }
}
