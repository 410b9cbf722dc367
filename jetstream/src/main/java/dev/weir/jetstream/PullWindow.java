package dev.weir.jetstream;

/**
 * How much of a stream may be on its way or in memory. More is asked for as soon as half of the
 * window is free, so that one request is always ahead of the reader. Not thread-safe.
 */
final class PullWindow {

  /** What an envelope weighs besides its body, roughly. */
  private static final int OVERHEAD_BYTES = 200;

  private final int messages;
  private final long pullBytes;
  private int requested;
  private int held;
  private long heldBytes;

  /**
   * An empty window.
   *
   * @param messages requested and held together, at most
   * @param pullBytes what one request may bring; more is not requested while more is held
   */
  PullWindow(int messages, long pullBytes) {
    this.messages = messages;
    this.pullBytes = pullBytes;
  }

  /** How many messages to request now; 0 for none. They count as requested from now on. */
  int takeRequest() {
    int free = messages - requested - held;
    if (free < Math.max(1, messages / 2) || heldBytes > pullBytes) {
      return 0;
    }
    requested += free;
    return free;
  }

  void arrived(int count, long bodyBytes) {
    requested -= count;
    held += count;
    heldBytes += bodyBytes + (long) count * OVERHEAD_BYTES;
  }

  void consumed(int count, long bodyBytes) {
    held -= count;
    heldBytes -= bodyBytes + (long) count * OVERHEAD_BYTES;
  }

  /** A request ended before it was filled. */
  void returned(long count) {
    requested -= (int) Math.min(count, requested);
  }

  /** Whether the server owes messages, or at least a heartbeat. */
  boolean isWaiting() {
    return requested > 0;
  }

  long pullBytes() {
    return pullBytes;
  }

  int held() {
    return held;
  }
}
