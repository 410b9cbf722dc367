package dev.weir.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Somebody's server on loopback, to which webhooks go: verifies each message and counts it. */
final class WebhookReceiver implements AutoCloseable {

  private static final int BAD_METHOD = 405;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final WebhookSecret secret;

  private WebhookReceiver(HttpServer server, WebhookSecret secret) {
    this.server = server;
    this.secret = secret;
  }

  /** Listens on a free port; each inbox has the path of its name. */
  static WebhookReceiver start(WebhookSecret secret, Map<String, Inbox> inboxes)
      throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    WebhookReceiver receiver = new WebhookReceiver(server, secret);
    inboxes.forEach((name, inbox) ->
        server.createContext('/' + name, exchange -> receiver.receive(exchange, inbox)));
    server.setExecutor(receiver.threads);
    server.start();
    return receiver;
  }

  /** Where the messages for an inbox go. */
  URI url(String name) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + '/' + name);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }

  private void receive(HttpExchange exchange, Inbox inbox) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String id = header(exchange, "webhook-id");
      boolean genuine =
          secret.isGenuine(
              id,
              header(exchange, "webhook-timestamp"),
              header(exchange, "webhook-signature"),
              header(exchange, "X-Signature-256"),
              body);
      boolean post = exchange.getRequestMethod().equals("POST");
      exchange.sendResponseHeaders(post ? inbox.offer(id, genuine) : BAD_METHOD, -1);
    }
  }

  private static String header(HttpExchange exchange, String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }
}
