package dev.weir.gateway.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;

/**
 * A body as it comes, which must not be too long and, once a while has passed, has to come at some
 * pace, and be over in some time: whoever sends a byte now and then would otherwise keep a
 * connection busy for ever. Silence is ended by the connection's own timeout. Closing it leaves the
 * request's stream open, for that is the server's.
 */
final class GuardedInput extends FilterInputStream {

  private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long BOUND_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long MIN_BYTES_PER_SECOND = 1_024;

  private final long started = System.nanoTime();
  private final long maxBytes;
  private long bytes;

  GuardedInput(InputStream input, long maxBytes) {
    super(input);
    this.maxBytes = maxBytes;
  }

  /** A body came too slowly. */
  static final class SlowException extends IOException {
    private static final long serialVersionUID = 1;
  }

  /** A body is longer than it may be. */
  static final class LongException extends IOException {
    private static final long serialVersionUID = 1;
  }

  @Override
  public int read() throws IOException {
    int octet = super.read();
    count(octet < 0 ? 0 : 1);
    return octet;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = super.read(buffer, offset, length);
    count(Math.max(0, read));
    return read;
  }

  @Override
  public void close() {}

  private void count(int read) throws IOException {
    bytes += read;
    if (bytes > maxBytes) {
      throw new LongException();
    }
    long elapsed = System.nanoTime() - started;
    boolean lags = bytes < MIN_BYTES_PER_SECOND * TimeUnit.NANOSECONDS.toSeconds(elapsed);
    if (elapsed > BOUND_NANOS || (elapsed > GRACE_NANOS && lags)) {
      throw new SlowException();
    }
  }
}
