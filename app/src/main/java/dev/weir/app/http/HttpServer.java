package dev.weir.app.http;

import dev.weir.app.config.HttpSettings;
import dev.weir.gateway.http.Problems;
import dev.weir.gateway.http.RequestId;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.util.JavalinBindException;
import io.javalin.util.JavalinException;
import java.net.BindException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process's one HTTP server; every request has a virtual thread. */
public final class HttpServer implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(HttpServer.class);

  private static final int MAX_HEADER_BYTES = 8_192;
  private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);

  /** How long an end waits for connections that clients keep open without using them. */
  private static final Duration SHUTDOWN_IDLE_TIMEOUT = Duration.ofMillis(50);

  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(1);

  /** Acceptor and selector threads; requests run elsewhere. */
  private static final int ACCEPTORS = 1;

  private static final int SELECTORS = 1;

  /** A fleet that comes back at once: who finds no place here tries again only a second later. */
  private static final int ACCEPT_QUEUE = 4_096;

  private final Javalin javalin;
  private final int port;

  private HttpServer(Javalin javalin) {
    this.javalin = javalin;
    port = javalin.port();
  }

  /**
   * Starts to serve.
   *
   * @param tls null where nothing is encrypted
   * @throws BindException the address cannot be had; the message says which and why
   */
  public static HttpServer start(HttpSettings settings, @Nullable SSLContext tls, Routes routes)
      throws BindException {
    Javalin javalin = Javalin.create(config -> configure(config, settings, tls, routes));
    try {
      return new HttpServer(javalin.start());
    } catch (JavalinBindException e) {
      throw bindFailure(settings, e);
    }
  }

  /** The port that is served: the one configured, or the one that 0 got. */
  public int port() {
    return port;
  }

  /** Ends: requests in hand have a second to finish, new ones are refused. */
  @Override
  public void close() {
    try {
      javalin.stop();
    } catch (JavalinException e) {
      // All is closed even so; a client that keeps its connection busy is not waited for.
      log.debug("HTTP connections were cut", e);
    }
  }

  private static void configure(
      JavalinConfig config, HttpSettings settings, @Nullable SSLContext tls, Routes routes) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.concurrency.useVirtualThreads = true;
    config.http.prefer405over404 = true;
    config.jetty.modifyHttpConfiguration(HttpServer::harden);
    config.jetty.addConnector((server, http) -> connector(server, http, settings, tls));
    config.jetty.modifyServer(server -> adjust(server, settings));
    config.http.compressionStrategy = CompressionStrategy.NONE; // answers are short
    config.routes.before(RequestId::assign);
    routes.addTo(config.routes);
    config.routes.exception(Exception.class, HttpServer::unexpected);
    config.routes.exception(MethodNotAllowedResponse.class, HttpServer::notAllowed);
    config.routes.error(404, context -> Problems.explain(context, "there is nothing at this path"));
    config.routes.error(500, context -> Problems.explain(context, "the log says why"));
  }

  private static void unexpected(Exception exception, Context context) {
    log.error("{} {} failed", context.method(), context.path(), exception);
    context.status(500);
  }

  private static void notAllowed(MethodNotAllowedResponse exception, Context context) {
    context.status(405).header("Allow", String.join(", ", exception.getDetails().values()));
    Problems.explain(context, "this path does not take this method");
  }

  private static void harden(HttpConfiguration http) {
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
    http.setRequestHeaderSize(MAX_HEADER_BYTES);
    http.setResponseHeaderSize(MAX_HEADER_BYTES);
  }

  private static ServerConnector connector(
      Server server, HttpConfiguration http, HttpSettings settings, @Nullable SSLContext tls) {
    var connector =
        new ServerConnector(
            server,
            null,
            null,
            null,
            ACCEPTORS,
            SELECTORS,
            tls == null ? Protocols.plain(http) : Protocols.encrypted(http, tls));
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    connector.setAcceptQueueSize(ACCEPT_QUEUE);
    connector.setIdleTimeout(IDLE_TIMEOUT.toMillis());
    connector.setShutdownIdleTimeout(SHUTDOWN_IDLE_TIMEOUT.toMillis());
    return connector;
  }

  private static void adjust(Server server, HttpSettings settings) {
    server.addBean(new NetworkConnectionLimit(settings.maxConnections(), server));
    server.addBean(new SlowHeaders(server));
    if (settings.accessLog()) {
      server.setRequestLog(new AccessLog());
    }
    server.insertHandler(new GracefulHandler());
    server.setErrorHandler(new ProblemErrorHandler());
    server.setStopTimeout(STOP_TIMEOUT.toMillis());
  }

  private static BindException bindFailure(HttpSettings settings, JavalinBindException cause) {
    BindException failure =
        new BindException(
            "cannot listen on %s:%d (HTTP_HOST, HTTP_PORT): %s"
                .formatted(settings.host(), settings.port(), rootMessage(cause)));
    failure.initCause(cause);
    return failure;
  }

  private static String rootMessage(Throwable throwable) {
    Throwable root = throwable;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }
}
