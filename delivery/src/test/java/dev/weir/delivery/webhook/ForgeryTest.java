package dev.weir.delivery.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.route.InvalidRouteException;
import dev.weir.core.route.RouteJob;
import dev.weir.delivery.destination.Destination;
import dev.weir.delivery.destination.DestinationParser;
import dev.weir.delivery.destination.Outcome;
import dev.weir.delivery.guard.AddressRules;
import dev.weir.delivery.guard.Network;
import dev.weir.delivery.guard.ResolvingGuard;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets that mean our own network, however they are written; nobody there is ever reached. */
final class ForgeryTest {

  private static final WebhookConfig CONFIG =
      new WebhookConfig(Duration.ofSeconds(3), "weir/test", 4, null);

  private ServerSocket inside;
  private Thread listener;
  private final AtomicInteger reached = new AtomicInteger();

  @BeforeEach
  void listen() throws IOException {
    inside = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    listener = Thread.ofVirtual().start(this::answer);
  }

  @AfterEach
  void close() throws Exception {
    inside.close();
    listener.join();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.1",
        "127.0.1",
        "127.255.255.254",
        "127.0.0.1.",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "017700000001",
        "00127.0.0.1",
        "localhost",
        "LOCALHOST",
        "localhost.",
        "ip6-localhost",
        "0.0.0.0",
        "0",
        "0x0",
        "[::1]",
        "[::]",
        "[0:0:0:0:0:0:0:1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[64:ff9b::127.0.0.1]",
        "[64:ff9b:1::7f00:1]",
        "[2002:7f00:1::]",
        "[2001:0:7f00:1::]",
        "[fe80::1]",
        "[fc00::1]",
        "[fd00:ec2::254]",
        "[fec0::1]",
        "[ff02::1]",
        "[100::1]",
        "[2001:db8::1]",
        "[3fff::1]",
        "[::1%25lo]",
        "[fe80::1%251]",
        "10.0.0.1",
        "10.1",
        "167772161",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.0.1",
        "192.168.1",
        "0xc0a80001",
        "169.254.169.254",
        "2852039166",
        "0xa9fea9fe",
        "0251.0376.0251.0376",
        "[::ffff:169.254.169.254]",
        "169.254.1",
        "100.64.0.1",
        "100.127.255.255",
        "192.0.0.192",
        "192.0.2.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "127.0.0.1@example.com",
        "example.com@127.0.0.1",
        "127.0.0.1#@example.com",
        "127.0.0.1%23.example.com",
        "①②⑦.⓪.⓪.①",
        "127。0。0。1",
        "１２７.0.0.1",
        "127.0.0.1\\t",
      })
  void isNotReached(String host) {
    Outcome outcome = deliver("http://" + host + ':' + inside.getLocalPort() + "/x", List.of());

    assertThat(outcome).as(host).isNotInstanceOf(Outcome.Delivered.class);
    assertThat(reached).hasValue(0);
  }

  @Test
  void whatIsAllowedIsReached() {
    Outcome outcome =
        deliver(
            "http://127.0.0.1:" + inside.getLocalPort() + "/x", Network.parseAll("127.0.0.0/8"));

    assertThat(outcome).isEqualTo(new Outcome.Delivered());
    assertThat(reached).hasValue(1);
  }

  /** The first answer passes, the second would be the inside: nobody asks for a second one. */
  @Test
  void aNameThatChangesItsMind() throws Exception {
    AtomicInteger lookUps = new AtomicInteger();
    InetAddress outside = InetAddress.ofLiteral("192.0.2.1"); // allowed here, and nobody's
    InetAddress loopback = InetAddress.getLoopbackAddress();
    AddressRules rules = new AddressRules(Network.parseAll("192.0.2.1"));
    var guard =
        new ResolvingGuard(
            rules, host -> new InetAddress[] {lookUps.incrementAndGet() == 1 ? outside : loopback});
    try (WebhookDeliverer deliverer = new WebhookDeliverer(CONFIG, guard, Clock.systemUTC())) {
      String url = "http://rebind.example:" + inside.getLocalPort() + "/x";
      assertThat(deliverer.deliver(job(), webhook(url))).isInstanceOf(Outcome.Failed.class);
      assertThat(lookUps).hasValue(1);

      assertThat(deliverer.deliver(job(), webhook(url))).isInstanceOf(Outcome.Refused.class);
    }
    assertThat(reached).hasValue(0);
  }

  @Test
  void oneForbiddenAddressAmongOthersRefusesAll() throws Exception {
    InetAddress[] both = {InetAddress.ofLiteral("192.0.2.1"), InetAddress.getLoopbackAddress()};
    var guard = new ResolvingGuard(new AddressRules(Network.parseAll("192.0.2.1")), host -> both);
    try (WebhookDeliverer deliverer = new WebhookDeliverer(CONFIG, guard, Clock.systemUTC())) {
      assertThat(deliverer.deliver(job(), webhook("http://both.example/")))
          .isInstanceOf(Outcome.Refused.class);
    }
  }

  private static Outcome deliver(String url, List<Network> allowed) {
    var guard = new ResolvingGuard(new AddressRules(allowed), InetAddress::getAllByName);
    try (WebhookDeliverer deliverer = new WebhookDeliverer(CONFIG, guard, Clock.systemUTC())) {
      return deliverer.deliver(job(), webhook(url));
    } catch (InvalidRouteException refused) {
      return new Outcome.Refused(String.valueOf(refused.getMessage()));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Destination.Webhook webhook(String url) {
    String config = "{\"url\":\"" + url.replace("\\", "\\\\") + "\"}";
    return (Destination.Webhook) DestinationParser.parse("webhook", config);
  }

  private static RouteJob job() {
    byte[] payload = "{}".getBytes(StandardCharsets.UTF_8);
    return new RouteJob(1, "t", "id-1", "tenant/t/device/d/telemetry", payload);
  }

  private void answer() {
    List<Socket> sockets = new ArrayList<>();
    try {
      while (true) {
        Socket socket = inside.accept();
        sockets.add(socket);
        reached.incrementAndGet();
        socket
            .getOutputStream()
            .write(
                "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException closed) {
      sockets.forEach(ForgeryTest::closeQuietly);
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // it is gone anyway
    }
  }
}
