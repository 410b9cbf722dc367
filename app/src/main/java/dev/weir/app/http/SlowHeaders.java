package dev.weir.app.http;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes connections whose next request begins and does not come to the end of its headers: a byte
 * now and then would hold off the idle timeout for ever. Of HTTP/1 alone: on a connection of HTTP/2
 * bytes are no sign of a request's headers, and silence is ended by the idle timeout.
 */
final class SlowHeaders extends AbstractLifeCycle {

  private static final Logger log = LoggerFactory.getLogger(SlowHeaders.class);

  private static final long BOUND_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long LOOK_EVERY_MILLIS = 1_000;

  /**
   * A connection as it was seen.
   *
   * @param requests of which it had had the headers
   * @param answered of those
   * @param bytes it had had when the last of them was seen, or its end was
   * @param begunNanos when more were seen, of a request that has no headers yet; 0 for none
   */
  private record Seen(long requests, long answered, long bytes, long begunNanos) {

    static final Seen NOTHING = new Seen(0, 0, 0, 0);
  }

  private final Server server;
  private final Thread thread = Thread.ofVirtual().name("slow-headers").unstarted(this::run);
  private Map<EndPoint, Seen> seen = new HashMap<>();

  SlowHeaders(Server server) {
    this.server = server;
  }

  @Override
  protected void doStart() {
    thread.start();
  }

  @Override
  protected void doStop() {
    thread.interrupt();
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(LOOK_EVERY_MILLIS);
        lookOnce();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Connections come and go meanwhile: one that fails a look must not end all looking. */
  private void lookOnce() {
    try {
      look();
    } catch (RuntimeException e) {
      log.warn("looking for slow headers failed, and is tried again", e);
    }
  }

  private void look() {
    Map<EndPoint, Seen> now = new HashMap<>();
    for (Connector connector : server.getConnectors()) {
      for (EndPoint endPoint : connector.getConnectedEndPoints()) {
        if (connection(endPoint) instanceof HttpConnection http) {
          Seen state = state(http, seen.getOrDefault(endPoint, Seen.NOTHING));
          if (state.begunNanos() != 0 && System.nanoTime() - state.begunNanos() > BOUND_NANOS) {
            endPoint.close();
          } else {
            now.put(endPoint, state);
          }
        }
      }
    }
    seen = now;
  }

  private static @Nullable Connection connection(EndPoint endPoint) {
    Connection connection = endPoint.getConnection();
    return connection instanceof SslConnection ssl
        ? ssl.getSslEndPoint().getConnection()
        : connection;
  }

  private static Seen state(HttpConnection connection, Seen before) {
    long requests = connection.getMessagesIn();
    long answered = connection.getMessagesOut();
    long bytes = connection.getBytesIn();
    if (requests != answered || requests != before.requests() || answered != before.answered()) {
      // Whatever came until now may be of the request that was worked on, its body say.
      return new Seen(requests, answered, bytes, 0);
    }
    boolean hasBegun = bytes > before.bytes();
    return hasBegun && before.begunNanos() == 0
        ? new Seen(requests, answered, before.bytes(), System.nanoTime() | 1)
        : before;
  }
}
