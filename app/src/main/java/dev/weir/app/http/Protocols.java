package dev.weir.app.http;

import javax.net.ssl.SSLContext;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http2.server.AbstractHTTP2ServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** What a connection may speak: HTTP/1.1 and HTTP/2, in the clear or by TLS. */
final class Protocols {

  /** Requests that one connection of HTTP/2 may have open at a time. */
  private static final int MAX_STREAMS = 128;

  private Protocols() {}

  /** A client begins with HTTP/2 because it knows, or is upgraded. */
  static ConnectionFactory[] plain(HttpConfiguration http) {
    return new ConnectionFactory[] {
      new HttpConnectionFactory(http), bounded(new HTTP2CServerConnectionFactory(http))
    };
  }

  /** The handshake settles which. A client need not name the server as its certificate does. */
  static ConnectionFactory[] encrypted(HttpConfiguration http, SSLContext context) {
    HttpConfiguration secure = new HttpConfiguration(http);
    secure.addCustomizer(new SecureRequestCustomizer(false));
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setSslContext(context);
    tls.setIncludeProtocols("TLSv1.2", "TLSv1.3");
    ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
    alpn.setDefaultProtocol(HttpVersion.HTTP_1_1.asString());
    return new ConnectionFactory[] {
      new SslConnectionFactory(tls, alpn.getProtocol()),
      alpn,
      bounded(new HTTP2ServerConnectionFactory(secure)),
      new HttpConnectionFactory(secure)
    };
  }

  private static ConnectionFactory bounded(AbstractHTTP2ServerConnectionFactory http2) {
    http2.setMaxConcurrentStreams(MAX_STREAMS);
    return http2;
  }
}
