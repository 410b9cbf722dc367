package dev.weir.jetstream;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Turns a connected socket into one that is encrypted, to a server that is who it should be. */
final class TlsUpgrade {

  private TlsUpgrade() {}

  /**
   * Shakes hands.
   *
   * @param host that the server's certificate has to name
   * @throws IOException it does not, or nobody trusted vouches for it
   */
  static SSLSocket secure(SSLContext context, Socket plain, String host, int port)
      throws IOException {
    SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }
}
