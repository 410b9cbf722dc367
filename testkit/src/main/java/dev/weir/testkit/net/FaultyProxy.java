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
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** Stands between clients and a server, and does what networks do. Safe for use by many threads. */
public final class FaultyProxy implements AutoCloseable {

  /** Where to cut the connection of a PostgreSQL client that commits. */
  public enum Cut {
    NOWHERE,
    BEFORE_THE_SERVER_HAS_IT,
    BEFORE_THE_CLIENT_HAS_THE_ANSWER
  }

  private static final long LOOK_NANOS = 5_000_000;

  private final String host;
  private final int port;
  private final ServerSocket door;
  private final Thread porter;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicReference<Cut> nextCommit = new AtomicReference<>(Cut.NOWHERE);
  private final LongAdder handedOn = new LongAdder();
  private volatile long delayNanos;
  private volatile long bytesPerSecond = Long.MAX_VALUE;
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
    porter = Thread.ofVirtual().start(this::welcome);
  }

  /** On a free loopback port, and harmless at first. */
  public static FaultyProxy to(String host, int port) {
    return new FaultyProxy(host, port);
  }

  public int port() {
    return door.getLocalPort();
  }

  /** Resets all connections of now, with what they hold; new ones are welcome. */
  public void cut() {
    open.forEach(FaultyProxy::toBeReset); // all, before the end of one ends its other half in order
    open.forEach(FaultyProxy::end);
  }

  /** Resets all connections, and ends new ones at once. */
  public void refuse() {
    refusing = true;
    cut();
  }

  /** Hands on whatever comes so much later, in both directions; as much per second as before. */
  public void delay(Duration delay) {
    delayNanos = delay.toNanos();
  }

  /**
   * Hands on no more than so much per second, of each connection in each direction.
   *
   * @param bytesPerSecond at least 1
   */
  public void slow(long bytesPerSecond) {
    if (bytesPerSecond < 1) {
      throw new IllegalArgumentException("bytesPerSecond must be at least 1: " + bytesPerSecond);
    }
    this.bytesPerSecond = bytesPerSecond;
  }

  /**
   * Hands on nothing, and ends no connection: nobody is told that the other is gone. New ones are
   * accepted, and are silent too.
   */
  public void silence() {
    silent = true;
  }

  /**
   * Takes all faults back. Connections that were silent are reset, for what they held back may be
   * old.
   */
  public void heal() {
    if (silent) {
      cut();
    }
    silent = false;
    refusing = false;
    nextCommit.set(Cut.NOWHERE);
    delayNanos = 0;
    bytesPerSecond = Long.MAX_VALUE;
  }

  /** Cuts the connection that commits next, once. */
  public void cutAtNextCommit(Cut where) {
    nextCommit.set(where);
  }

  /** Whether that has happened, or was never asked for. */
  public boolean hasCut() {
    return nextCommit.get() == Cut.NOWHERE;
  }

  @Override
  public void close() {
    end(door);
    awaitPorter();
    refuse();
  }

  /** The port is open until whoever waits at it has left. */
  private void awaitPorter() {
    try {
      porter.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Bytes that went through since it began, in both directions. */
  public long bytes() {
    return handedOn.sum();
  }

  void count(int bytes) {
    handedOn.add(bytes);
  }

  void awaitVoice() {
    while (silent && !door.isClosed()) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  long delayNanos() {
    return delayNanos;
  }

  long bytesPerSecond() {
    return bytesPerSecond;
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

  private static void toBeReset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException isClosedAlready) {
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
    open.add(client);
    try (client;
        Socket server = reach()) {
      open.add(server);
      if (refusing) { // since it was asked for, or since now: neither is left over
        return;
      }
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      Thread.ofVirtual().start(new Direction(this, client, server, true));
      new Direction(this, server, client, false).run();
    } catch (IOException noServer) {
      return;
    } finally {
      open.removeIf(Socket::isClosed);
    }
  }

  /** In silence nobody is told either that there is no server. */
  private Socket reach() throws IOException {
    try {
      return refusing ? new Socket() : new Socket(host, port);
    } catch (IOException noServer) {
      awaitVoice();
      throw noServer;
    }
  }
}
