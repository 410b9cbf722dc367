package dev.weir.jetstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.core.message.Envelope;
import dev.weir.core.stream.StreamException;
import dev.weir.fuzz.Fault;
import dev.weir.jetstream.FrameReader.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a NATS server sends: frames, the headers of messages, their places in the stream. */
public final class FrameFuzz {

  private static final Pattern LINE_END = Pattern.compile("\r\n");

  private FrameFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    List<String> frames = frames(bytes, bytes.length + 1);
    Fault.unless(
        bytes.length % 4 != 0 || frames.equals(frames(bytes, 1 + bytes.length / 3)),
        "frames are cut the same however they arrive");
    headers(bytes);
  }

  /** All frames up to the end or to what is no protocol; the last says which. */
  private static List<String> frames(byte[] bytes, int chunk) {
    FrameReader reader = new FrameReader(new Dripping(bytes, chunk));
    EnvelopeDecoder decoder = new EnvelopeDecoder(1);
    List<String> frames = new ArrayList<>();
    try {
      while (true) {
        while (reader.next()) {
          frames.add(reader.kind() == Kind.MESSAGE ? message(reader, decoder) : line(reader));
          Fault.unless(frames.size() <= bytes.length, "a frame takes bytes");
        }
        reader.fill();
      }
    } catch (IOException e) {
      frames.add(String.valueOf(e.getMessage()));
      return frames;
    }
  }

  private static String line(FrameReader frame) {
    return frame.kind() + " " + frame.text();
  }

  private static String message(FrameReader frame, EnvelopeDecoder decoder) {
    Fault.unless(
        frame.subjectFrom() <= frame.subjectTo()
            && frame.subjectTo() <= frame.replyFrom()
            && frame.replyFrom() <= frame.replyTo()
            && frame.replyTo() < frame.headerFrom()
            && frame.headerFrom() <= frame.bodyFrom()
            && frame.bodyFrom() <= frame.bodyTo()
            && frame.bodyTo() + 2 <= frame.buffer().length,
        "the parts of a message lie in their order");
    PullStatus status = PullStatus.parse(frame.buffer(), frame.headerFrom(), frame.bodyFrom());
    int length = frame.bodyTo() - frame.subjectFrom();
    String place = new String(frame.buffer(), frame.subjectFrom(), length, ISO_8859_1);
    try {
      return decoded(frame, decoder) + " of " + place + ", " + status;
    } catch (StreamException e) {
      return "refused: " + place + ", " + status;
    }
  }

  private static Envelope decoded(FrameReader frame, EnvelopeDecoder decoder) {
    long former = decoder.lastConsumerSeq();
    Envelope envelope = decoder.decode(frame);
    Fault.unless(decoder.lastConsumerSeq() == former + 1, "none is left out");
    Fault.unless(envelope.seq() > 0 && envelope.originalSize() >= -1, "numbers are in bounds");
    byte[] body = Arrays.copyOfRange(frame.buffer(), frame.bodyFrom(), frame.bodyTo());
    Fault.unless(Arrays.equals(envelope.body(), body), "the body is the frame's");
    return envelope;
  }

  /** The input as a header block, read a second time the slow way. */
  private static void headers(byte[] bytes) {
    MessageHeaders headers = new MessageHeaders();
    headers.parse(bytes, 0, bytes.length);
    Fault.unless(
        Objects.equals(headers.topic(), header(bytes, MessageHeaders.TOPIC, false)),
        "the topic is the first that is named");
    Fault.unless(
        Objects.equals(headers.token(), header(bytes, MessageHeaders.TOKEN, true)),
        "the token is the first that is named");
    Fault.unless(headers.originalSize() >= -1 && headers.replay() >= -1, "numbers are in bounds");
  }

  private static @Nullable String header(byte[] bytes, String name, boolean notEmpty) {
    String block = new String(bytes, ISO_8859_1);
    if (!block.startsWith("NATS/1.0")) {
      return null;
    }
    return LINE_END
        .splitAsStream(block)
        .skip(1)
        .filter(line -> line.startsWith(name + ':'))
        .map(line -> line.substring(name.length() + 1).replaceAll("^ +| +\\z", ""))
        .filter(value -> !notEmpty || !value.isEmpty())
        .map(value -> new String(value.getBytes(ISO_8859_1), UTF_8))
        .findFirst()
        .orElse(null);
  }

  /** Gives some bytes at a time, as a socket may. */
  private static final class Dripping extends InputStream {
    private final ByteArrayInputStream bytes;
    private final int chunk;

    Dripping(byte[] bytes, int chunk) {
      this.bytes = new ByteArrayInputStream(bytes);
      this.chunk = chunk;
    }

    @Override
    public int read() {
      return bytes.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      return bytes.read(into, offset, Math.min(length, chunk));
    }
  }
}
