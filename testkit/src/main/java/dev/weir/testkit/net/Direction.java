package dev.weir.testkit.net;

import dev.weir.testkit.net.FaultyProxy.Cut;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One direction of a connection through a {@link FaultyProxy}; both sockets end with it. */
final class Direction implements Runnable {

  private static final int BUFFER = 65_536;

  /** Long enough for a server to do what it was told. */
  private static final long CUT_MILLIS = 300;

  private static final long LOOK_MILLIS = 5;

  /** Bytes on their way, empty for the end. */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record Chunk(long sinceNanos, byte[] bytes) {}

  private final FaultyProxy proxy;
  private final Socket from;
  private final Socket to;
  private final boolean towardsServer;
  private final BlockingQueue<Chunk> chunks = new LinkedBlockingQueue<>();

  Direction(FaultyProxy proxy, Socket from, Socket to, boolean towardsServer) {
    this.proxy = proxy;
    this.from = from;
    this.to = to;
    this.towardsServer = towardsServer;
  }

  @Override
  public void run() {
    Thread.ofVirtual().start(this::read);
    try {
      boolean goesOn = true;
      while (goesOn) {
        goesOn = handOn(chunks.take());
      }
    } catch (IOException | InterruptedException over) {
      return;
    } finally {
      FaultyProxy.end(from);
      FaultyProxy.end(to);
    }
  }

  private void read() {
    byte[] buffer = new byte[BUFFER];
    try {
      for (int n; (n = from.getInputStream().read(buffer)) > 0; ) {
        chunks.add(new Chunk(System.nanoTime(), Arrays.copyOf(buffer, n)));
      }
    } catch (IOException closed) {
      FaultyProxy.end(from);
    }
    chunks.add(new Chunk(System.nanoTime(), new byte[0]));
  }

  private boolean handOn(Chunk chunk) throws IOException, InterruptedException {
    while (proxy.isSilent()) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    long early = chunk.sinceNanos() + proxy.delayNanos() - System.nanoTime();
    TimeUnit.NANOSECONDS.sleep(early);
    if (chunk.bytes().length == 0) {
      return false;
    }
    Cut cut = cut(chunk.bytes());
    if (cut == Cut.BEFORE_THE_SERVER_HAS_IT) {
      return false;
    }
    if (cut == Cut.BEFORE_THE_CLIENT_HAS_THE_ANSWER) {
      from.shutdownOutput();
      to.getOutputStream().write(chunk.bytes());
      TimeUnit.MILLISECONDS.sleep(CUT_MILLIS);
      return false;
    }
    to.getOutputStream().write(chunk.bytes());
    return true;
  }

  private Cut cut(byte[] bytes) {
    boolean commits =
        towardsServer
            && proxy.nextCommit().get() != Cut.NOWHERE
            && new String(bytes, StandardCharsets.ISO_8859_1).contains("COMMIT");
    return commits ? proxy.nextCommit().getAndSet(Cut.NOWHERE) : Cut.NOWHERE;
  }
}
