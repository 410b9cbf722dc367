package dev.weir.app.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.testkit.WeirProcess;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every refusal of every endpoint, in the order of one process's life: before its database is
 * migrated, at work, with NATS in trouble, and at its end. Each answer is what {@code
 * /openapi.json} says, each status that it describes is met, and nothing refused is published.
 */
final class HttpConformanceIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MAX_BATCH_BYTES = 100_000;
  private static final int RANDOM_REQUESTS = 3_000;

  /** Stands for the status where a connection was reset before the answer could be read. */
  private static final int CUT_OFF = 0;

  private static final Path PAGE = Path.of("..", "docs", "http.md");
  private static final String HEAD =
      "| endpoint | refusal | status | reason | headers |\n| --- | --- | --- | --- | --- |\n";

  private static GatewayInstallation installation;
  private static WeirProcess weir;
  private static Description description;
  private final List<String> rows = Collections.synchronizedList(new ArrayList<>());

  @BeforeAll
  static void start() throws IOException {
    installation = new GatewayInstallation();
    installation.environment.put("AUTO_PROVISION", "1");
    installation.environment.put("HTTP_MAX_REQUESTS", "2");
    installation.environment.put("HTTP_MAX_BATCH_BYTES", "" + MAX_BATCH_BYTES);
    weir = installation.start("http,ingest");
    await().atMost(PATIENCE).until(() -> weir.status("/health") == 200);
    description = new Description(weir.get("/openapi.json").body());
  }

  @AfterAll
  static void stop() {
    weir.close();
    installation.close();
  }

  @Test
  void everyRefusalIsAsDescribed() throws Exception {
    beforeMigration();
    installation.migrate();
    installation.register();
    weir.awaitReady();
    CompletableFuture<Answer> slowMessage = slow(Ask.single("acme", "plain"));
    CompletableFuture<Answer> slowBatch = slow(Ask.batch("{}"));
    atWork();
    whatIsAccepted();
    randomRequests();
    streamsFull();
    check(
        new Refusal(
            "single",
            "a body that comes too slowly",
            408,
            "REQUEST_TIMEOUT",
            Ask.single("acme", "plain")),
        slowMessage.join());
    check(
        new Refusal(
            "batch", "a body that comes too slowly", 408, "REQUEST_TIMEOUT", Ask.batch("{}")),
        slowBatch.join());
    natsAway();
    tooMany();
    theEnd();
    assertThat(description.met()).isEqualTo(description.described());
    assertThat(weir.log()).doesNotContain("\"level\":\"ERROR\"");
    thePageHasTheTable();
  }

  private void beforeMigration() throws IOException {
    refuse(unavailable("single", "the database is not migrated", good()));
    refuse(unavailable("batch", "the database is not migrated", goodBatch()));
    answered(new Ask("GET", "/ready"), 503);
  }

  private void atWork() throws Exception {
    long before = installation.published();
    for (Refusal refusal : Refusal.ofOneMessage()) {
      refuse(refusal);
    }
    for (Refusal refusal : Refusal.ofARequest("single", HttpConformanceIT::good)) {
      refuse(refusal);
    }
    for (Refusal refusal : BatchRefusals.ofTheWhole(MAX_BATCH_BYTES)) {
      refuse(refusal);
    }
    for (Refusal refusal : Refusal.ofARequest("batch", HttpConformanceIT::goodBatch)) {
      refuse(refusal);
    }
    itemsOfABatch();
    for (String path : List.of("/health", "/ready", "/metrics", "/openapi.json")) {
      Ask ask = new Ask("GET", path);
      answered(ask, 200);
      for (Refusal refusal : Refusal.ofARequest(path, () -> new Ask("GET", path))) {
        if (refusal.reason().isEmpty()) {
          refuse(refusal);
        }
      }
    }
    refuse(new Refusal("any other", "nothing there", 404, "", new Ask("GET", "/ingest/v2")));
    assertThat(installation.published()).isEqualTo(before);
  }

  private void itemsOfABatch() throws IOException {
    Map<String, String> items = BatchRefusals.items();
    Answer answer = answered(Ask.batch(BatchRefusals.batch(List.copyOf(items.values()))), 400);
    assertThat(BatchRefusals.reasons(answer)).isEqualTo(List.copyOf(items.keySet()));
    items
        .keySet()
        .forEach(
            reason -> rows.add(Refusal.row("message of a batch", "as in single", 400, reason, "")));
  }

  private void whatIsAccepted() throws Exception {
    answered(good(), 202);
    Map<String, String> items = BatchRefusals.items();
    List<String> mixed = new ArrayList<>(items.values());
    List<String> expected = new ArrayList<>(items.keySet());
    for (int place : List.of(expected.size(), 5, 0)) {
      mixed.add(place, BatchRefusals.GOOD_ITEM);
      expected.add(place, "");
    }
    Answer answer = answered(Ask.batch(BatchRefusals.batch(mixed)), 202);
    assertThat(BatchRefusals.reasons(answer)).isEqualTo(expected);
  }

  private void randomRequests() throws IOException {
    RandomRequests requests = new RandomRequests(description.document, 1);
    Map<Integer, Integer> statuses = new TreeMap<>();
    Map<String, String> faults = new TreeMap<>();
    for (int i = 0; i < RANDOM_REQUESTS; i++) {
      Ask ask = requests.next();
      Answer answer;
      try {
        answer = RawHttp.send(weir.port(), ask);
      } catch (SocketException e) {
        statuses.merge(CUT_OFF, 1, Integer::sum);
        continue;
      }
      if (answer.status() == 500 || !description.faults(ask, answer).isEmpty()) {
        faults.putIfAbsent(
            answer.status() + " " + description.faults(ask, answer), ask + "\n" + answer);
      }
      statuses.merge(answer.status(), 1, Integer::sum);
    }
    assertThat(faults).isEmpty();
    assertThat(statuses.getOrDefault(CUT_OFF, 0)).isLessThan(RANDOM_REQUESTS / 100);
    System.out.println("random requests: " + statuses);
  }

  private void streamsFull() throws Exception {
    installation.limitStreams(1);
    long before = installation.published();
    refuse(unavailable("single", "the stream is full", good()));
    refuse(unavailable("batch", "the streams are full", goodBatch()));
    assertThat(installation.published()).isEqualTo(before);
    installation.limitStreams(-1);
    answered(good(), 202);
  }

  private void natsAway() throws Exception {
    installation.nats.stop();
    refuse(unavailable("single", "NATS is away", good()));
    refuse(unavailable("batch", "NATS is away", goodBatch()));
    await().atMost(PATIENCE).until(() -> weir.status("/ready") == 503);
    answered(new Ask("GET", "/ready"), 503);
    installation.nats.restart();
    weir.awaitReady();
    await().atMost(PATIENCE).until(() -> RawHttp.send(weir.port(), good()).status() == 202);
  }

  /** Two are taken in and wait for a server that stands still; for a third there is no room. */
  private void tooMany() throws Exception {
    installation.nats.pause();
    try (RawHttp first = new RawHttp(weir.port());
        RawHttp second = new RawHttp(weir.port())) {
      first.write(good().bytes());
      second.write(good().bytes());
      await()
          .atMost(Duration.ofSeconds(4))
          .pollInterval(Duration.ofMillis(50))
          .until(() -> RawHttp.send(weir.port(), good()).body().contains("worked on already"));
      refuse(unavailable("single", "`HTTP_MAX_REQUESTS` are worked on", good()));
      refuse(unavailable("batch", "`HTTP_MAX_REQUESTS` are worked on", goodBatch()));
      check(unavailable("single", "NATS does not answer for 5 s", good()), first.answer(false));
      assertThat(second.answer(false).status()).isEqualTo(503);
    } finally {
      installation.nats.resume();
    }
    weir.awaitReady();
  }

  /**
   * What was taken in before SIGTERM is answered, and in the stream; whatever comes after is not.
   */
  private void theEnd() throws Exception {
    await().atMost(PATIENCE).until(() -> RawHttp.send(weir.port(), good()).status() == 202);
    installation.nats.pause();
    try (RawHttp inHand = new RawHttp(weir.port())) {
      inHand.write(good().bytes());
      await()
          .atMost(Duration.ofSeconds(4))
          .until(() -> weir.get("/metrics").body().contains("weir_http_requests_in_hand 1.0"));
      weir.terminate();
      await().atMost(Duration.ofSeconds(4)).until(() -> weir.log().contains("ending"));
      refuse(unavailable("single", "the process ends", good()));
      refuse(unavailable("batch", "the process ends", goodBatch()));
      installation.nats.resume();
      assertThat(inHand.answer(false).status()).isEqualTo(202);
    }
    assertThat(weir.awaitExit(Duration.ofSeconds(10))).isZero();
  }

  private void thePageHasTheTable() throws IOException {
    String table = HEAD + String.join("\n", rows) + '\n';
    Files.writeString(Path.of("target", "http-conformance.md"), table);
    System.out.println(rows.size() + " refusals, " + description.met().size() + " answers met");
    assertThat(PAGE).as("the table of app/target/http-conformance.md").content().contains(table);
  }

  private void refuse(Refusal refusal) throws IOException {
    check(refusal, RawHttp.send(weir.port(), refusal.ask()));
  }

  private void check(Refusal refusal, Answer answer) {
    String what = refusal.endpoint() + ", " + refusal.name() + ": " + answer;
    assertThat(answer.status()).as(what).isEqualTo(refusal.status());
    assertThat(answer.type()).as(what).isEqualTo("application/problem+json");
    assertThat(answer.reason()).as(what).isEqualTo(refusal.reason());
    assertThat(description.faults(refusal.ask(), answer)).as(what).isEmpty();
    rows.add(refusal.row(answer));
  }

  private Answer answered(Ask ask, int status) throws IOException {
    Answer answer = RawHttp.send(weir.port(), ask);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(description.faults(ask, answer)).as(answer.toString()).isEmpty();
    return answer;
  }

  private static Refusal unavailable(String endpoint, String name, Ask ask) {
    return new Refusal(endpoint, name, 503, "UNAVAILABLE", ask);
  }

  private static Ask good() {
    return Ask.single("acme", "plain");
  }

  private static Ask goodBatch() {
    return Ask.batch(BatchRefusals.batch(List.of(BatchRefusals.GOOD_ITEM)));
  }

  /** Sends a body's bytes one by one, as slowly as makes no sense. */
  private static CompletableFuture<Answer> slow(Ask ask) {
    return CompletableFuture.supplyAsync(() -> {
      try (RawHttp http = new RawHttp(weir.port())) {
        http.write(ask.announcing(4_000).body("").bytes());
        while (!http.hasAnswer()) {
          http.write(new byte[] {' '});
          Thread.sleep(200);
        }
        return http.answer(false);
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    });
  }
}
