package dev.weir.delivery.webhook;

import static dev.weir.delivery.webhook.RawReceiver.answering;
import static dev.weir.delivery.webhook.RawReceiver.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.route.RouteJob;
import dev.weir.delivery.destination.Destination.Webhook;
import dev.weir.delivery.destination.Outcome;
import dev.weir.delivery.guard.AddressRules;
import dev.weir.delivery.guard.Network;
import dev.weir.delivery.guard.ResolvingGuard;
import dev.weir.testkit.net.SelfSigned;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What receivers do, and what each leads to: the table of {@code docs/webhooks.md}. */
final class AnswersTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private static final String DATE = "Date: Thu, 01 Jan 2026 00:00:00 GMT\r\n";

  private static SelfSigned trusted;
  private static SelfSigned otherName;
  private static SelfSigned unknown;
  private static WebhookDeliverer deliverer;

  private final Map<String, String> table = new LinkedHashMap<>();

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    trusted = SelfSigned.of(folder, "ip:127.0.0.1");
    otherName = SelfSigned.of(folder, "dns:other.example");
    unknown = SelfSigned.of(folder, "ip:127.0.0.1");
    var guard = new ResolvingGuard(new AddressRules(Network.parseAll("127.0.0.0/8")));
    deliverer =
        new WebhookDeliverer(
            new WebhookConfig(TIMEOUT, "weir/test", 4, SelfSigned.trusting(trusted, otherName)),
            guard,
            Clock.systemUTC());
  }

  @AfterAll
  static void stop() {
    deliverer.close();
  }

  @Test
  void whatEachLeadsTo() throws Exception {
    statuses();
    waits();
    hangs();
    breaks();
    connections();
    tls();

    String expected =
        table.entrySet().stream()
            .map(row -> "| " + row.getKey() + " | " + row.getValue() + " |")
            .collect(Collectors.joining("\n"));
    assertThat(Files.readString(Path.of("../docs/webhooks.md"))).contains(expected);
  }

  private void statuses() throws Exception {
    row("200", answering("200 OK", "fine"));
    row("204", new RawReceiver((socket, output) -> write(output, "HTTP/1.1 204 Done\r\n\r\n")));
    row("103 with hints, then 200", interim("103 Early Hints\r\nLink: </a>; rel=preload"));
    row("100, then 200", interim("100 Continue"));
    row("301 to another place", answering("301 Moved\r\nLocation: http://127.0.0.1/", ""));
    row("400", answering("400 Bad Request", "secret of ours"));
    row("401 with a challenge", answering("401 No\r\nWWW-Authenticate: Basic realm=\"x\"", ""));
    row("404", answering("404 Not Found", ""));
    row("410", answering("410 Gone", ""));
    row("408", answering("408 Request Timeout", ""));
    row("425", answering("425 Too Early", ""));
    row("429", answering("429 Too Many Requests", ""));
    row("500", answering("500 Oops", ""));
    row("503", answering("503 Away", ""));
  }

  private static RawReceiver interim(String head) throws Exception {
    String text = "HTTP/1.1 " + head + "\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    return new RawReceiver((socket, output) -> write(output, text));
  }

  private void waits() throws Exception {
    row("429, Retry-After: 7", answering("429 Slow\r\nRetry-After: 7", ""));
    row(
        "503, Retry-After: a date 30 s after the answer's own",
        answering("503 Away\r\n" + DATE + "Retry-After: Thu, 01 Jan 2026 00:00:30 GMT", ""));
    row(
        "503, Retry-After: a date that is over",
        answering("503 Away\r\n" + DATE + "Retry-After: Wed, 31 Dec 2025 00:00:00 GMT", ""));
    row("429, Retry-After: 999999999", answering("429 Slow\r\nRetry-After: 999999999", ""));
    row("429, Retry-After: soon", answering("429 Slow\r\nRetry-After: soon", ""));
    row("429, Retry-After: -5", answering("429 Slow\r\nRetry-After: -5", ""));
  }

  private void hangs() throws Exception {
    row(
        "200, late but in time",
        new RawReceiver((socket, output) -> {
          Thread.sleep(TIMEOUT.dividedBy(4));
          write(output, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        }));
    row("no answer", new RawReceiver((socket, output) -> {}));
    row(
        "half a head, then nothing",
        new RawReceiver((socket, output) -> write(output, "HTTP/1.1 200 OK\r\nX-Half: ")));
    row(
        "200, and a body that never comes",
        new RawReceiver(
            (socket, output) -> write(output, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n")));
    row(
        "200, and a body without an end",
        new RawReceiver((socket, output) -> {
          write(output, "HTTP/1.1 200 OK\r\n\r\n");
          while (true) {
            write(output, "x".repeat(10_000));
          }
        }));
  }

  private void breaks() throws Exception {
    row("closes at once", new RawReceiver((socket, output) -> socket.close()));
    row(
        "closes within the head",
        new RawReceiver((socket, output) -> {
          write(output, "HTTP/1.1 200 OK\r\nX-Ha");
          socket.close();
        }));
    row(
        "200, and closes within the body",
        new RawReceiver((socket, output) -> {
          write(output, "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nhalf");
          socket.close();
        }));
    row("no HTTP", new RawReceiver((socket, output) -> write(output, "SSH-2.0-OpenSSH\r\n\r\n")));
    row(
        "a head without an end",
        new RawReceiver((socket, output) -> {
          write(output, "HTTP/1.1 200 OK\r\n");
          while (true) {
            write(output, "X-A: " + "b".repeat(1_000) + "\r\n");
          }
        }));
  }

  private void connections() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    row("nobody listens", "http://127.0.0.1:" + free);
    row("a name without an address", "http://no-such-name.invalid");
    row("an address that is not public", "http://10.0.0.1");
  }

  private void tls() throws Exception {
    secure("https", answering(socket(trusted), "200 OK", ""));
    try (Http2Receiver receiver = new Http2Receiver(trusted.context())) {
      row("https, and the receiver offers HTTP/2", "https://127.0.0.1:" + receiver.port());
      assertThat(receiver.versions).containsExactly("HTTP/2.0");
    }
    secure("https, a certificate for another name", answering(socket(otherName), "200 OK", ""));
    secure("https, an authority that is not trusted", answering(socket(unknown), "200 OK", ""));
    secure("https, and the receiver speaks no TLS", answering("200 OK", ""));
    try (ServerSocket cutting = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> cutEach(cutting));
      row("https, cut within the handshake", "https://127.0.0.1:" + cutting.getLocalPort());
    }
  }

  private static ServerSocket socket(SelfSigned receiver) throws Exception {
    return receiver
        .context()
        .getServerSocketFactory()
        .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  private static void cutEach(ServerSocket server) {
    try {
      while (true) {
        try (Socket socket = server.accept()) {
          int _ = socket.getInputStream().read();
        }
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  private void row(String what, RawReceiver receiver) throws Exception {
    try (receiver) {
      row(what, "http://127.0.0.1:" + receiver.port());
    }
  }

  private void secure(String what, RawReceiver receiver) throws Exception {
    try (receiver) {
      row(what, "https://127.0.0.1:" + receiver.port());
    }
  }

  private void row(String what, String url) throws InterruptedException {
    Webhook webhook = new Webhook(URI.create(url), "POST", null, null, Map.of(), null);
    table.put(what, text(deliverer.deliver(job(), webhook)));
  }

  private static String text(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Delivered _ -> "delivered";
      case Outcome.Failed(var error, var wait) -> "tried again" + told(wait) + ": " + plain(error);
      case Outcome.Refused(var error) -> "dead letter: " + plain(error);
    };
  }

  private static String told(@Nullable Duration wait) {
    return wait == null ? "" : ", not before " + wait.toSeconds() + " s";
  }

  /** How a library calls its own trouble, with assertions or without, is its affair. */
  private static String plain(String error) {
    return error.replaceFirst("(?<=^the exchange broke).*", "").replaceFirst("(?<=^TLS: ).*", "…");
  }

  private static RouteJob job() {
    byte[] payload = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
    return new RouteJob(1, "t", "id-1", "tenant/t/device/d/telemetry", payload);
  }
}
