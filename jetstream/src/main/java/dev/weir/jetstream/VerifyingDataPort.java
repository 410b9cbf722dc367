package dev.weir.jetstream;

import io.nats.client.Options;
import io.nats.client.impl.SocketDataPort;
import java.io.IOException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * jnats' socket, with a look at the name in the server's certificate: jnats itself takes any that
 * somebody trusted has signed, whoever it was made out to. Public because jnats makes it by name.
 */
public final class VerifyingDataPort extends SocketDataPort {

  private @Nullable Options options;

  @Override
  public void afterConstruct(Options options) {
    this.options = options;
  }

  @Override
  public void upgradeToSecure() throws IOException {
    if (options == null) {
      throw new IOException("no options for TLS");
    }
    SSLSocket secure = TlsUpgrade.secure(options.getSslContext(), socket, host, port);
    socket = secure;
    in = secure.getInputStream();
    out = secure.getOutputStream();
    isSecure = true;
  }
}
