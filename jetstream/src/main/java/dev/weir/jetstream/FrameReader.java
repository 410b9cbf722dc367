package dev.weir.jetstream;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Cuts what a NATS server sends into frames. A frame is read where it lies in the buffer: its
 * positions hold until the next call of {@link #next()}. Owned by one thread.
 *
 * <p>Header bytes are handed on as they are. A stream takes whatever bytes a publisher calls its
 * headers; a reader that throws on some of them would let one message stop a lane for ever.
 */
final class FrameReader {

  /** What a frame is. */
  enum Kind {
    MESSAGE,
    INFO,
    PING,
    PONG,
    OK,
    ERROR
  }

  private static final int FIRST_CAPACITY = 1 << 18;
  private static final int MAX_CAPACITY = 1 << 27;
  private static final int MAX_ARGUMENTS = 5;

  private final InputStream in;
  private byte[] buffer = new byte[FIRST_CAPACITY];
  private int position;
  private int limit;

  private Kind kind = Kind.OK;
  private int frameStart;
  private int lineEnd;
  private int frameEnd;
  private int arguments;
  private final int[] argumentStarts = new int[MAX_ARGUMENTS];
  private final int[] argumentEnds = new int[MAX_ARGUMENTS];
  private boolean hasReply;
  private int headerLength;
  private int bodyFrom;

  FrameReader(InputStream in) {
    this.in = in;
  }

  /**
   * Steps to the next frame; false where it is not complete yet, and {@link #fill()} is due.
   *
   * @throws IOException what came is not the protocol
   */
  boolean next() throws IOException {
    int end = endOfLine();
    if (end < 0) {
      return false;
    }
    frameStart = position;
    lineEnd = end;
    kind = kindAt(position);
    if (kind == Kind.MESSAGE) {
      measureMessage();
    } else {
      frameEnd = lineEnd + 2;
    }
    if (frameEnd > limit) {
      return false;
    }
    position = frameEnd;
    return true;
  }

  /**
   * Waits for more bytes.
   *
   * @throws IOException the connection has ended, or a frame is larger than 128 MiB
   */
  void fill() throws IOException {
    if (position > 0) {
      System.arraycopy(buffer, position, buffer, 0, limit - position);
      limit -= position;
      position = 0;
    }
    if (limit == buffer.length) {
      if (buffer.length >= MAX_CAPACITY) {
        throw new IOException("the server sent a frame that is too large");
      }
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
    int read = in.read(buffer, limit, buffer.length - limit);
    if (read < 0) {
      throw new IOException("the server closed the connection");
    }
    limit += read;
  }

  Kind kind() {
    return kind;
  }

  /** The bytes that the positions point into. */
  byte[] buffer() {
    return buffer;
  }

  int subjectFrom() {
    return argumentStarts[0];
  }

  int subjectTo() {
    return argumentEnds[0];
  }

  /** Equal to {@link #replyTo()} where the message asks for no reply. */
  int replyFrom() {
    return argumentStarts[2];
  }

  int replyTo() {
    return hasReply ? argumentEnds[2] : argumentStarts[2];
  }

  int headerFrom() {
    return bodyFrom - headerLength;
  }

  /** End of the header, start of the body. */
  int bodyFrom() {
    return bodyFrom;
  }

  int bodyTo() {
    return frameEnd - 2;
  }

  /** The text of a frame that is one line: what follows its name. */
  String text() {
    String line = new String(buffer, frameStart, lineEnd - frameStart, StandardCharsets.UTF_8);
    int space = line.indexOf(' ');
    return space < 0 ? "" : line.substring(space + 1).strip();
  }

  private int endOfLine() throws IOException {
    for (int i = position; i < limit - 1; i++) {
      if (buffer[i] == '\r') {
        if (buffer[i + 1] != '\n') {
          throw garbage();
        }
        return i;
      }
    }
    return -1;
  }

  private Kind kindAt(int at) throws IOException {
    return switch (buffer[at]) {
      case 'M', 'H' -> Kind.MESSAGE;
      case 'I' -> Kind.INFO;
      case '+' -> Kind.OK;
      case '-' -> Kind.ERROR;
      case 'P' -> buffer[at + 1] == 'I' ? Kind.PING : Kind.PONG;
      default -> throw garbage();
    };
  }

  /** {@code MSG subject sid [reply] size} or {@code HMSG subject sid [reply] headers size}. */
  private void measureMessage() throws IOException {
    boolean headers = buffer[position] == 'H';
    splitArguments(position + (headers ? 5 : 4));
    int fewest = headers ? 4 : 3;
    if (arguments < fewest || arguments > fewest + 1) {
      throw garbage();
    }
    hasReply = arguments == fewest + 1;
    int size = argumentAsSize(arguments - 1);
    headerLength = headers ? argumentAsSize(arguments - 2) : 0;
    if (headerLength > size) {
      throw garbage();
    }
    bodyFrom = lineEnd + 2 + headerLength;
    frameEnd = lineEnd + 2 + size + 2;
  }

  private void splitArguments(int from) throws IOException {
    arguments = 0;
    int start = from;
    for (int i = from; i <= lineEnd; i++) {
      if (i == lineEnd || buffer[i] == ' ') {
        if (arguments == MAX_ARGUMENTS) {
          throw garbage();
        }
        argumentStarts[arguments] = start;
        argumentEnds[arguments++] = i;
        start = i + 1;
      }
    }
  }

  private int argumentAsSize(int argument) throws IOException {
    long size = AsciiNumber.parse(buffer, argumentStarts[argument], argumentEnds[argument]);
    if (size < 0 || size > MAX_CAPACITY) {
      throw garbage();
    }
    return (int) size;
  }

  private static IOException garbage() {
    return new IOException("the server sent what is not the NATS protocol");
  }
}
