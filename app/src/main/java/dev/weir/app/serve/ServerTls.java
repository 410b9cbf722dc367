package dev.weir.app.serve;

import dev.weir.app.config.HttpSettings;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** What the HTTP server encrypts with. */
final class ServerTls {

  private ServerTls() {}

  /**
   * Reads the certificate and its key; null where none is configured.
   *
   * @throws StartupException one of the files is not what it should be
   */
  static @Nullable SSLContext of(HttpSettings http) {
    Path certificate = http.certificate();
    Path key = http.key();
    if (certificate == null || key == null) {
      return null;
    }
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          TlsFiles.identity("HTTP_TLS_CERT", certificate, "HTTP_TLS_KEY", key).getKeyManagers(),
          null,
          null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new StartupException("HTTP_TLS_CERT: " + certificate + " cannot be used: " + e);
    }
  }
}
