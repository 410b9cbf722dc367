package dev.weir.testkit.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** Stands between clients and a server, and does what networks do. Safe for use by many threads. */
public final class FaultyProxy implements AutoCloseable {

  /** Where to cut the connection of a PostgreSQL client that commits. */
  public enum Cut {
    NOWHERE,
    BEFORE_THE_SERVER_HAS_IT,
    BEFORE_THE_CLIENT_HAS_THE_ANSWER
  }

  private final String host;
  private final int port;
  private final ServerSocket door;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicReference<Cut> nextCommit = new AtomicReference<>(Cut.NOWHERE);
  private volatile long delayNanos;
  private volatile boolean refusing;
  private volatile boolean silent;

  private FaultyProxy(String host, int port) {
    this.host = host;
    this.port = port;
    try {
      door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::welcome);
  }

  /** On a free loopback port, and harmless at first. */
  public static FaultyProxy to(String host, int port) {
    return new FaultyProxy(host, port);
  }

  public int port() {
    return door.getLocalPort();
  }

  /** Ends all connections of now; new ones are welcome. */
  public void cut() {
    open.forEach(FaultyProxy::end);
  }

  /** Ends all connections, and new ones at once. */
  public void refuse() {
    refusing = true;
    cut();
  }

  /** Hands on whatever comes so much later, in both directions. */
  public void delay(Duration delay) {
    delayNanos = delay.toNanos();
  }

  /** Hands on nothing, and ends no connection: nobody is told that the other is gone. */
  public void silence() {
    silent = true;
  }

  /**
   * Takes all faults back. Connections that were silent are ended, for what they held back may be
   * old.
   */
  public void heal() {
    if (silent) {
      cut();
    }
    silent = false;
    refusing = false;
    delayNanos = 0;
  }

  /** Cuts the connection that commits next, once. */
  public void cutAtNextCommit(Cut where) {
    nextCommit.set(where);
  }

  @Override
  public void close() {
    end(door);
    cut();
  }

  boolean isSilent() {
    return silent;
  }

  long delayNanos() {
    return delayNanos;
  }

  AtomicReference<Cut> nextCommit() {
    return nextCommit;
  }

  static void end(AutoCloseable connection) {
    try {
      connection.close();
    } catch (Exception isGoneAnyway) {
      return;
    }
  }

  private void welcome() {
    try {
      while (true) {
        Socket client = door.accept();
        Thread.ofVirtual().start(() -> connect(client));
      }
    } catch (IOException closed) {
      return;
    }
  }

  private void connect(Socket client) {
    if (refusing) {
      end(client);
      return;
    }
    try {
      Socket server = new Socket(host, port);
      open.add(client);
      open.add(server);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      Thread.ofVirtual().start(new Direction(this, client, server, true));
      new Direction(this, server, client, false).run();
      open.remove(client);
      open.remove(server);
    } catch (IOException noServer) {
      end(client);
    }
  }
}
