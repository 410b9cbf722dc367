package dev.weir.delivery.webhook;

import dev.weir.delivery.guard.AddressGuard;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.MultiplexConnectionPool;
import org.eclipse.jetty.client.ProxyAuthenticationProtocolHandler;
import org.eclipse.jetty.client.RedirectProtocolHandler;
import org.eclipse.jetty.client.WWWAuthenticationProtocolHandler;
import org.eclipse.jetty.client.transport.HttpClientConnectionFactory;
import org.eclipse.jetty.client.transport.HttpClientTransportDynamic;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.client.transport.ClientConnectionFactoryOverHTTP2;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client that does what it is told and nothing by itself: it follows no redirect, keeps no
 * cookie, answers no challenge, unpacks no body, and connects to no address but those that the
 * guard let pass.
 */
final class WebhookClient {

  private static final Logger log = LoggerFactory.getLogger(WebhookClient.class);

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration IDLE = Duration.ofSeconds(30);

  /** After that a name is looked up and checked again. */
  private static final Duration CONNECTION_LIFE = Duration.ofSeconds(60);

  /** HTTP/1.1 has no other; HTTP/2 raises it to what the receiver allows. */
  private static final int EXCHANGES_PER_CONNECTION = 1;

  private static final int MAX_HEAD_BYTES = 16_384;
  private static final int QUEUED_PER_DESTINATION = 1_024;
  private static final int THREADS = 64;

  /** Of Jetty's handlers those that ask once more; those of interim answers (1xx) stay. */
  private static final List<String> FOLLOWERS =
      List.of(
          RedirectProtocolHandler.NAME,
          WWWAuthenticationProtocolHandler.NAME,
          ProxyAuthenticationProtocolHandler.NAME);

  private WebhookClient() {}

  static HttpClient start(WebhookConfig config, AddressGuard guard) {
    HttpClient client = new HttpClient(transport(config));
    QueuedThreadPool threads = new QueuedThreadPool(THREADS);
    threads.setName("webhook");
    threads.setDaemon(true);
    client.setExecutor(threads);
    client.setSocketAddressResolver(new Guarded(guard));
    client.setFollowRedirects(false);
    client.setHttpCookieStore(new HttpCookieStore.Empty());
    client.setUserAgentField(null);
    client.setMaxConnectionsPerDestination(config.maxConnections());
    client.setMaxRequestsQueuedPerDestination(QUEUED_PER_DESTINATION);
    client.setMaxResponseHeadersSize(MAX_HEAD_BYTES);
    client.setIdleTimeout(IDLE.toMillis());
    client.setDestinationIdleTimeout(CONNECTION_LIFE.toMillis());
    client.setConnectTimeout(CONNECT.toMillis());
    client.setAddressResolutionTimeout(CONNECT.toMillis());
    try {
      client.start();
    } catch (Exception e) {
      throw new IllegalStateException("the client of webhooks does not start", e);
    }
    FOLLOWERS.forEach(name -> client.getProtocolHandlers().remove(name));
    client.getContentDecoderFactories().clear();
    return client;
  }

  static void stop(HttpClient client) {
    try {
      client.stop();
    } catch (Exception e) {
      log.debug("the client of webhooks did not stop in good order", e);
    }
  }

  private static HttpClientTransportDynamic transport(WebhookConfig config) {
    ClientConnector connector = new ClientConnector();
    connector.setSelectors(1);
    SslContextFactory.Client tls = new SslContextFactory.Client();
    if (config.tls() != null) {
      tls.setSslContext(config.tls());
    }
    connector.setSslContextFactory(tls);
    var http2 = new ClientConnectionFactoryOverHTTP2.HTTP2(new HTTP2Client(connector));
    var transport =
        new HttpClientTransportDynamic(connector, HttpClientConnectionFactory.HTTP11, http2);
    transport.setConnectionPoolFactory(destination -> {
      var pool =
          new MultiplexConnectionPool(
              destination, config.maxConnections(), EXCHANGES_PER_CONNECTION);
      pool.setMaxDuration(CONNECTION_LIFE.toMillis());
      return pool;
    });
    return transport;
  }

  /** Each connection is made to an address that was checked for it. */
  private record Guarded(AddressGuard guard) implements SocketAddressResolver {

    @Override
    public void resolve(
        String host,
        int port,
        Map<String, Object> context,
        Promise<List<InetSocketAddress>> promise) {
      Thread.ofVirtual().name("webhook-resolve").start(() -> resolve(host, port, promise));
    }

    private void resolve(String host, int port, Promise<List<InetSocketAddress>> promise) {
      try {
        List<InetAddress> addresses = guard.resolve(host);
        promise.succeeded(
            addresses.stream().map(address -> new InetSocketAddress(address, port)).toList());
      } catch (UnknownHostException | RuntimeException e) {
        promise.failed(e);
      }
    }
  }
}
