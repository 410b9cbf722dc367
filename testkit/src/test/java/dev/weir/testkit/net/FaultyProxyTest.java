package dev.weir.testkit.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.testkit.net.FaultyProxy.Cut;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultyProxyTest {

  private static final int PATIENCE_MILLIS = 10_000;

  /** Loopback answers in a fraction of it. */
  private static final int SILENCE_MILLIS = 200;

  private EchoServer server;
  private FaultyProxy proxy;
  private Socket client;

  @BeforeEach
  void open() throws IOException {
    server = new EchoServer();
    proxy = FaultyProxy.to("127.0.0.1", server.port());
    client = connect();
    assertThat(echo(client, "hello")).isEqualTo("hello");
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    proxy.close();
    server.close();
  }

  @Test
  void aCutResetsWhatIsConnectedAndWelcomesOthers() throws IOException {
    proxy.cut();

    assertThatThrownBy(() -> client.getInputStream().read())
        .isInstanceOf(SocketException.class)
        .hasMessageContaining("reset");
    try (Socket next = connect()) {
      assertThat(echo(next, "again")).isEqualTo("again");
    }
  }

  @Test
  void refusesUntilItIsHealed() throws IOException {
    proxy.refuse();

    assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
    try (Socket next = connect()) {
      assertThat(isEnded(next)).isTrue();
    }
    proxy.heal();
    try (Socket next = connect()) {
      assertThat(echo(next, "again")).isEqualTo("again");
    }
  }

  @Test
  void delaysBothWays() throws IOException {
    Duration delay = Duration.ofMillis(100);
    proxy.delay(delay);

    long start = System.nanoTime();
    assertThat(echo(client, "late")).isEqualTo("late");
    assertThat(since(start)).isGreaterThanOrEqualTo(delay.multipliedBy(2));
  }

  @Test
  void aDelayIsNotPaidForEachChunk() throws Exception {
    proxy.delay(Duration.ofMillis(100));

    long start = System.nanoTime();
    byte[] much = new byte[4 << 20]; // 64 chunks at the least
    assertThat(echo(client, much)).isEqualTo(much);
    assertThat(since(start)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void silenceEndsNothingAndHealingResets() throws IOException {
    proxy.silence();
    client.getOutputStream().write('x');
    try (Socket next = connect()) {
      next.getOutputStream().write('x');

      assertSilent(client);
      assertSilent(next);
      proxy.heal();
      assertThat(isEnded(next)).isTrue();
    }
    assertThat(isEnded(client)).isTrue();
    try (Socket after = connect()) {
      assertThat(echo(after, "again")).isEqualTo("again");
    }
  }

  @Test
  void inSilenceNobodyLearnsThatTheServerIsGone() throws IOException {
    proxy.silence();
    server.close();

    try (Socket next = connect()) {
      next.getOutputStream().write('x');
      assertSilent(next);
    }
  }

  @Test
  void slowIsSlowUntilItIsHealed() throws IOException {
    proxy.slow(10_000);

    long start = System.nanoTime();
    byte[] much = new byte[5_000];
    assertThat(echo(client, much)).isEqualTo(much);
    assertThat(since(start)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(5));

    proxy.heal();
    byte[] more = new byte[1 << 20];
    assertThat(echo(client, more)).isEqualTo(more);
  }

  @Test
  void cutsOnceBeforeTheServerHasTheCommit() throws IOException {
    proxy.cutAtNextCommit(Cut.BEFORE_THE_SERVER_HAS_IT);
    assertThat(echo(client, "SELECT")).isEqualTo("SELECT");

    client.getOutputStream().write("COMMIT".getBytes(StandardCharsets.UTF_8));
    assertThat(isEnded(client)).isTrue();
    try (Socket next = connect()) {
      assertThat(echo(next, "COMMIT")).isEqualTo("COMMIT");
    }
  }

  @Test
  void endsWithItsConnections() {
    proxy.close();

    assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
    assertThatThrownBy(this::connect).isInstanceOf(IOException.class);
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  private static String echo(Socket socket, String text) throws IOException {
    return new String(echo(socket, text.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
  }

  private static byte[] echo(Socket socket, byte[] bytes) throws IOException {
    Thread.ofVirtual()
        .start(() -> {
          try {
            socket.getOutputStream().write(bytes);
          } catch (IOException cut) {
            return; // the reader sees it too
          }
        });
    return socket.getInputStream().readNBytes(bytes.length);
  }

  private static void assertSilent(Socket socket) throws IOException {
    socket.setSoTimeout(SILENCE_MILLIS);
    assertThatThrownBy(() -> socket.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
    socket.setSoTimeout(PATIENCE_MILLIS);
  }

  private static boolean isEnded(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException stillOpen) {
      return false;
    } catch (SocketException reset) {
      return true;
    }
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }
}
