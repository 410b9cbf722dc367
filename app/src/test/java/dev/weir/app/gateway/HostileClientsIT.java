package dev.weir.app.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.testkit.WeirProcess;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Clients that mean no good: what they cost is bounded, and others are served meanwhile. The
 * process has half a gigabyte of heap and what the JVM itself takes.
 */
@Tag("alone")
class HostileClientsIT {

  private static final String PATH = "/ingest/v1/tenant/acme/device/plain/telemetry";
  private static final int SLOW = 2_000;
  private static final int IDLE = 10_000;
  private static final long MAX_RESIDENT_BYTES = 800L << 20;
  private static final Duration SERVED = Duration.ofSeconds(2);
  private static final Duration CUT = Duration.ofSeconds(30);

  private static GatewayInstallation installation;
  private static WeirProcess weir;

  private final List<Closeable> opened = new ArrayList<>();

  @BeforeAll
  static void start() {
    installation = new GatewayInstallation();
    installation.migrate();
    installation.register();
    weir = installation.start("http").awaitReady();
  }

  @AfterAll
  static void stop() {
    weir.close();
    installation.close();
  }

  @AfterEach
  void others() throws Exception {
    assertOthersAreServed();
    for (Closeable one : opened) {
      one.close();
    }
    assertThat(weir.residentBytes()).isLessThan(MAX_RESIDENT_BYTES);
    assertThat(weir.log()).doesNotContain("OutOfMemoryError");
  }

  /** A byte a second holds off every idle timeout. */
  @Test
  void headersThatNeverEnd() throws Exception {
    List<SocketChannel> slow = connect(SLOW);
    write(slow, "POST " + PATH + " HTTP/1.1\r\nHost: x\r\nX-Slow: ");
    assertOthersAreServed();

    await("slow headers to be cut")
        .atMost(CUT)
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> write(slow, "a") == 0);
  }

  @Test
  void bodiesThatHardlyCome() throws Exception {
    List<SocketChannel> slow = connect(SLOW);
    write(
        slow,
        "POST "
            + PATH
            + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 8000\r\n\r\n{");
    assertOthersAreServed();

    await("slow bodies to be cut")
        .atMost(CUT)
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> write(slow, " ") == 0);
  }

  @Test
  void tenThousandIdleConnections() throws Exception {
    assertThat(connect(IDLE)).hasSize(IDLE);
  }

  /** A gigabyte of nothing in a megabyte. */
  @Test
  void aGzipBomb() throws Exception {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    byte[] zeros = new byte[1 << 20];
    try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
      for (int i = 0; i < 1_000; i++) {
        gzip.write(zeros);
      }
    }
    String head =
        "POST /ingest/v1/batch HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            + "Content-Encoding: gzip\r\nContent-Length: "
            + bomb.size()
            + "\r\n\r\n";

    assertThat(statusOf(head, bomb.toByteArray())).isEqualTo(413);
  }

  @Test
  void twoGigabytesAreRefusedBeforeTheyCome() throws Exception {
    String head =
        "POST "
            + PATH
            + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            + "Content-Length: 2147483648\r\nExpect: 100-continue\r\n\r\n";

    assertThat(statusOf(head, new byte[0])).isEqualTo(413);
  }

  @Test
  void chunksWithoutEnd() throws Exception {
    String head =
        "POST "
            + PATH
            + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n";
    byte[] chunk = ("ffff\r\n" + " ".repeat(0xffff) + "\r\n").getBytes(StandardCharsets.US_ASCII);

    assertThat(statusOf(head, chunk)).isEqualTo(413);
  }

  @Test
  void aMegabyteOfHeaders() throws Exception {
    String head = "GET /health HTTP/1.1\r\nHost: x\r\n" + "X-A: b\r\n".repeat(1 << 17);

    assertThat(statusOf(head, new byte[0])).isEqualTo(431);
  }

  @Test
  void garbageInThePipeline() throws Exception {
    byte[] garbage = "\u0000\u0001garbage\r\n\r\n".repeat(10_000).getBytes(StandardCharsets.UTF_8);
    try (RawHttp http = new RawHttp(weir.port())) {
      http.write("GET /health HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      http.write(garbage);
      assertThat(http.answer(false).status()).isEqualTo(200);
      assertThat(http.answer(false).status()).isEqualTo(400);
    } catch (SocketException | EOFException closed) {
      // which is an answer, too: nobody has to listen to all of it
      assertThat(weir.isAlive()).isTrue();
    }
  }

  private static void assertOthersAreServed() throws IOException {
    long started = System.nanoTime();
    Answer answer =
        RawHttp.send(
            weir.port(),
            Ask.single("acme", "plain").body("{\"site_id\":\"s1\",\"metrics\":{\"t\":1}}"));
    assertThat(answer.status()).isEqualTo(202);
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(SERVED);
  }

  /** What is answered to a request of which not all need be sent. */
  private static int statusOf(String head, byte[] body) throws IOException {
    try (RawHttp http = new RawHttp(weir.port())) {
      try {
        http.write(head.getBytes(StandardCharsets.US_ASCII));
        http.write(body);
      } catch (SocketException refused) {
        // the answer may have come all the same
      }
      return http.answer(false).status();
    }
  }

  private List<SocketChannel> connect(int connections) throws IOException {
    List<SocketChannel> channels = new ArrayList<>();
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), weir.port());
    for (int i = 0; i < connections; i++) {
      SocketChannel channel = SocketChannel.open(address);
      opened.add(channel);
      channels.add(channel);
    }
    return channels;
  }

  /** Writes to those that are still open at the other end; tells how many these are. */
  private static int write(List<SocketChannel> channels, String text) {
    int open = 0;
    for (SocketChannel channel : channels) {
      try {
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
        open++;
      } catch (IOException cut) {
        // as it should be
      }
    }
    return open;
  }
}
