package dev.weir.testkit.net;

import dev.weir.testkit.net.FaultyProxy.Cut;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** One direction of a connection through a {@link FaultyProxy}; both sockets end with it. */
final class Direction implements Runnable {

  private static final int BUFFER = 65_536;

  /** Bytes on their way at most. Past it the sender has to wait, as with any full connection. */
  private static final int IN_FLIGHT = 8 << 20;

  /** Long enough for a server to do what it was told. */
  private static final long CUT_MILLIS = 300;

  /** What a slow connection hands on at once lasts for so much of a second. */
  private static final int SLICES_PER_SECOND = 50;

  /** Bytes on their way, empty for the end. */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record Chunk(long sinceNanos, byte[] bytes) {}

  private final FaultyProxy proxy;
  private final Socket from;
  private final Socket to;
  private final boolean towardsServer;
  private final BlockingQueue<Chunk> chunks = new LinkedBlockingQueue<>();
  private final Semaphore room = new Semaphore(IN_FLIGHT);

  Direction(FaultyProxy proxy, Socket from, Socket to, boolean towardsServer) {
    this.proxy = proxy;
    this.from = from;
    this.to = to;
    this.towardsServer = towardsServer;
  }

  @Override
  public void run() {
    Thread reader = Thread.ofVirtual().start(this::read);
    try {
      boolean goesOn = true;
      while (goesOn) {
        Chunk chunk = chunks.take();
        goesOn = handOn(chunk);
        room.release(chunk.bytes().length);
      }
    } catch (IOException | InterruptedException over) {
      return;
    } finally {
      FaultyProxy.end(from);
      FaultyProxy.end(to);
      reader.interrupt();
    }
  }

  private void read() {
    byte[] buffer = new byte[BUFFER];
    try {
      for (int n; (n = from.getInputStream().read(buffer)) > 0; ) {
        room.acquire(n);
        chunks.add(new Chunk(System.nanoTime(), Arrays.copyOf(buffer, n)));
      }
    } catch (IOException closed) {
      FaultyProxy.end(from);
    } catch (InterruptedException over) {
      return;
    }
    chunks.add(new Chunk(System.nanoTime(), new byte[0]));
  }

  private boolean handOn(Chunk chunk) throws IOException, InterruptedException {
    proxy.awaitVoice();
    TimeUnit.NANOSECONDS.sleep(chunk.sinceNanos() + proxy.delayNanos() - System.nanoTime());
    proxy.awaitVoice(); // silent since then, perhaps
    if (chunk.bytes().length == 0) {
      return false;
    }
    return switch (cut(chunk.bytes())) {
      case NOWHERE -> {
        write(chunk.bytes());
        yield true;
      }
      case BEFORE_THE_SERVER_HAS_IT -> false;
      case BEFORE_THE_CLIENT_HAS_THE_ANSWER -> {
        from.shutdownOutput();
        to.getOutputStream().write(chunk.bytes());
        TimeUnit.MILLISECONDS.sleep(CUT_MILLIS);
        yield false;
      }
    };
  }

  /** All at once, or in slices where the connection is slow. */
  private void write(byte[] bytes) throws IOException, InterruptedException {
    for (int done = 0; done < bytes.length; ) {
      long rate = proxy.bytesPerSecond();
      int length = (int) Math.min(bytes.length - done, Math.max(1, rate / SLICES_PER_SECOND));
      TimeUnit.NANOSECONDS.sleep((long) (1e9 * length / rate));
      proxy.awaitVoice();
      to.getOutputStream().write(bytes, done, length);
      proxy.count(length);
      done += length;
    }
  }

  private Cut cut(byte[] bytes) {
    boolean commits =
        towardsServer
            && proxy.nextCommit().get() != Cut.NOWHERE
            && new String(bytes, StandardCharsets.ISO_8859_1).contains("COMMIT");
    return commits ? proxy.nextCommit().getAndSet(Cut.NOWHERE) : Cut.NOWHERE;
  }
}
