package dev.weir.jetstream;

import dev.weir.core.publish.BatchPublisher.Fault;
import dev.weir.core.publish.BatchPublisher.Unpublished;
import dev.weir.core.publish.OutboundMessage;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Messages as the protocol publishes them, one behind the other. Owned by one thread. */
final class PublishFrames {

  private static final byte[] COMMAND = MessageHeaders.ascii("HPUB ");
  private static final byte[] VERSION = MessageHeaders.ascii("NATS/1.0");
  private static final byte[] END_OF_LINE = MessageHeaders.ascii("\r\n");

  private static final Unpublished UNFIT =
      new Unpublished(Fault.UNFIT, "its subject or a header is not of printable ASCII");

  private final Text headers = new Text(512);
  private final Text frames = new Text(1 << 16);

  /** Bytes that can be written to, from the first on. */
  private static final class Text {
    private byte[] bytes;
    private int length;

    Text(int capacity) {
      bytes = new byte[capacity];
    }

    void put(byte[] source, int count) {
      reserve(count);
      System.arraycopy(source, 0, bytes, length, count);
      length += count;
    }

    /** False where it is not of printable ASCII. */
    boolean put(String text) {
      int count = text.length();
      reserve(count);
      for (int i = 0; i < count; i++) {
        char c = text.charAt(i);
        if (c < ' ' || c > '~') {
          return false;
        }
        bytes[length++] = (byte) c;
      }
      return true;
    }

    private void reserve(int count) {
      if (bytes.length - length < count) {
        bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
      }
    }
  }

  /**
   * Adds a message, whose answer is to come to a subject.
   *
   * @param maxPayload bytes of headers and body that the server takes
   * @return why it was not added; null where it was
   */
  @Nullable Unpublished add(OutboundMessage message, String reply, long maxPayload) {
    headers.length = 0;
    headers.put(VERSION, VERSION.length);
    headers.put(END_OF_LINE, 2);
    boolean[] fits = {message.subject().chars().allMatch(c -> c > ' ' && c <= '~')};
    MessageHeaders.of(message, (name, value) -> fits[0] &= header(name, value));
    headers.put(END_OF_LINE, 2);
    byte[] body = message.body();
    int size = headers.length + body.length;
    if (!fits[0]) {
      return UNFIT;
    }
    if (size > maxPayload) {
      return new Unpublished(
          Fault.UNFIT,
          "with its headers it has " + size + " bytes, the server takes " + maxPayload);
    }
    frames.put(COMMAND, COMMAND.length);
    frames.put(message.subject());
    frames.put(" ");
    frames.put(reply);
    frames.put(" ");
    frames.put(Integer.toString(headers.length));
    frames.put(" ");
    frames.put(Integer.toString(size));
    frames.put(END_OF_LINE, 2);
    frames.put(headers.bytes, headers.length);
    frames.put(body, body.length);
    frames.put(END_OF_LINE, 2);
    return null;
  }

  private boolean header(String name, String value) {
    headers.put(name);
    headers.put(": ");
    boolean fits = headers.put(value);
    headers.put(END_OF_LINE, 2);
    return fits;
  }

  byte[] bytes() {
    return frames.bytes;
  }

  int length() {
    return frames.length;
  }

  void clear() {
    frames.length = 0;
  }
}
