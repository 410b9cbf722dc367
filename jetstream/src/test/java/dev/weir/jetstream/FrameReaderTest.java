package dev.weir.jetstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {

  private static final String TRAFFIC =
      String.join(
          "\r\n",
          "INFO {\"a\":1}",
          "PING",
          "PONG",
          "+OK",
          "-ERR 'no'",
          "MSG telemetry.a 1 5",
          "hello",
          "MSG telemetry.b 1 re.ply 0",
          "",
          "HMSG telemetry.c 1 re.ply 12 17",
          "NATS/1.0",
          "",
          "A",
          "BC",
          "HMSG telemetry.d 1 12 12",
          "NATS/1.0",
          "",
          "",
          "");

  private static final List<String> FRAMES =
      List.of(
          "INFO {\"a\":1}",
          "PING ",
          "PONG ",
          "OK ",
          "ERROR 'no'",
          "telemetry.a||0|hello",
          "telemetry.b|re.ply|0|",
          "telemetry.c|re.ply|12|A\r\nBC",
          "telemetry.d||12|");

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 16, 10_000})
  void cutsFramesHoweverTheyArrive(int chunk) throws IOException {
    assertThat(frames(TRAFFIC, chunk)).isEqualTo(FRAMES);
  }

  @Test
  void growsWithAFrame() throws IOException {
    String body = "x".repeat(3_000_000);
    String message = "MSG s 1 " + body.length() + "\r\n" + body + "\r\n";

    assertThat(frames(message + message, 60_000)).containsExactly("s||0|" + body, "s||0|" + body);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 400 Bad\r\n",
        "XYZ\r\n",
        "MSG\r\n",
        "MSG a 1\r\n",
        "MSG a 1 b c 5\r\n",
        "MSG a 1 b c d 5\r\n",
        "MSG a 1 -5\r\n",
        "MSG a 1 999999999999\r\n",
        "HMSG a 1 12\r\n",
        "HMSG a 1 12 5\r\n",
        "PI\rNG\r\n"
      })
  void refusesWhatIsNotTheProtocol(String text) {
    assertThatThrownBy(() -> frames(text, 1_000)).hasMessageContaining("not the NATS protocol");
  }

  private static List<String> frames(String traffic, int chunk) throws IOException {
    byte[] bytes = traffic.getBytes(StandardCharsets.US_ASCII);
    Dripping in = new Dripping(bytes, chunk);
    FrameReader reader = new FrameReader(in);
    List<String> frames = new ArrayList<>();
    while (true) {
      while (reader.next()) {
        frames.add(describe(reader));
      }
      if (in.available() == 0) {
        return frames;
      }
      reader.fill();
    }
  }

  private static String describe(FrameReader frame) {
    if (frame.kind() != FrameReader.Kind.MESSAGE) {
      return frame.kind() + " " + frame.text();
    }
    return text(frame, frame.subjectFrom(), frame.subjectTo())
        + '|'
        + text(frame, frame.replyFrom(), frame.replyTo())
        + '|'
        + (frame.bodyFrom() - frame.headerFrom())
        + '|'
        + text(frame, frame.bodyFrom(), frame.bodyTo());
  }

  private static String text(FrameReader frame, int from, int to) {
    return new String(frame.buffer(), from, to - from, StandardCharsets.US_ASCII);
  }

  /** Gives a few bytes at a time, as a socket may. */
  private static final class Dripping extends InputStream {
    private final ByteArrayInputStream bytes;
    private final int chunk;

    Dripping(byte[] bytes, int chunk) {
      this.bytes = new ByteArrayInputStream(bytes);
      this.chunk = chunk;
    }

    @Override
    public int available() {
      return bytes.available();
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
