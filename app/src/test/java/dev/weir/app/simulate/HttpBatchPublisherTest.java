package dev.weir.app.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.app.simulate.Publisher.Outcome;
import dev.weir.app.simulate.StubGateway.Answer;
import dev.weir.core.verdict.RejectReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class HttpBatchPublisherTest {

  private final MessageMaker maker =
      new MessageMaker(
          1,
          new Fleet(7, "tenant", 5, 50),
          Mix.evenlyBad(Transport.HTTP_BATCH, 0.05, 0.3),
          Instant.parse("2026-03-01T12:00:00Z"),
          1_000);

  @Test
  void eachMessageGetsTheAnswerOfItsOwn() throws Exception {
    String answer =
        """
        {"accepted":1,"rejected":3,"results":[
          {"index":0,"status":"accepted"},
          {"index":1,"status":"rejected","reason":"MISSING_SITE_ID"},
          {"index":2,"status":"rejected","reason":"RATE_LIMITED"},
          {"index":3,"status":"rejected","reason":"UNAVAILABLE"}]}
        """;

    List<Outcome> outcomes = outcomes(Answer.of(202, answer), 4, 4);

    assertThat(outcomes.get(0)).isEqualTo(Outcome.ACKNOWLEDGED);
    assertThat(outcomes.get(1)).isEqualTo(new Outcome.Answered("MISSING_SITE_ID"));
    assertThat(outcomes.get(2)).isInstanceOf(Outcome.Later.class);
    assertThat(outcomes.get(3)).isEqualTo(Outcome.UNKNOWN);
  }

  @Test
  void whatTheAnswerDoesNotNameIsUnknown() throws Exception {
    String half = "{\"results\":[{\"index\":0,\"status\":\"accepted\"}]}";

    assertThat(outcomes(Answer.of(202, half), 2, 2))
        .containsExactly(Outcome.ACKNOWLEDGED, Outcome.UNKNOWN);
    assertThat(outcomes(Answer.of(202, "what?"), 2, 2)).containsOnly(Outcome.UNKNOWN);
    assertThat(outcomes(Answer.CUT, 2, 2)).containsOnly(Outcome.UNKNOWN);
  }

  @Test
  void anAnswerToTheRequestIsOneToAll() throws Exception {
    assertThat(outcomes(Answer.of(503, ""), 2, 2)).allMatch(Outcome.Later.class::isInstance);
    assertThat(outcomes(Answer.of(413, "{\"reason\":\"PAYLOAD_TOO_LARGE\"}"), 2, 2))
        .containsOnly(new Outcome.Answered("PAYLOAD_TOO_LARGE"));
  }

  @Test
  void whatDoesNotFillARequestGoesAfterAMoment() throws Exception {
    assertThat(outcomes(Answer.of(503, ""), 3, 100)).hasSize(3);
  }

  /** A gateway that judges by what is expected: the ledger then has no surprises. */
  @Test
  void theLedgerTellsPublishedAndAnswered() throws Exception {
    Ledger ledger = new Ledger();
    SimulationPlan plan = new SimulationPlan(0, 1_000, Duration.ZERO, Duration.ofSeconds(20));
    try (StubGateway gateway = new StubGateway(request -> judge(request.body()));
        HttpBatchPublisher publisher = new HttpBatchPublisher(gateway.url(), 4, 100)) {
      new Simulation(maker, publisher, ledger).run(plan, () -> false);
    }

    Ledger.Totals totals = ledger.totals();
    assertThat(totals.answered()).containsOnlyKeys(RejectReason.MISSING_SITE_ID);
    assertThat(totals.published() + totals.answeredInAll()).isEqualTo(1_000);
    assertThat(totals.surprises()).isEmpty();
    assertThat(totals.isExact()).isTrue();
  }

  private static Answer judge(String body) {
    List<String> results = new ArrayList<>();
    for (JsonNode message : JsonMapper.shared().readTree(body).path("messages")) {
      assertThat(message.path("msg_type").asString("")).isEqualTo("telemetry");
      boolean good = message.path("site_id").isString();
      results.add(
          "{\"index\":%d,\"status\":\"%s\"}"
              .formatted(
                  results.size(), good ? "accepted" : "rejected\",\"reason\":\"MISSING_SITE_ID"));
    }
    return Answer.of(202, "{\"results\":[" + String.join(",", results) + "]}");
  }

  private List<Outcome> outcomes(Answer answer, int messages, int batch) throws Exception {
    try (StubGateway gateway = new StubGateway(request -> answer);
        HttpBatchPublisher publisher = new HttpBatchPublisher(gateway.url(), 2, batch)) {
      List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
      for (int i = 0; i < messages; i++) {
        outcomes.add(publisher.publish(maker.make(i)).toCompletableFuture());
      }
      List<Outcome> known = new ArrayList<>();
      for (CompletableFuture<Outcome> outcome : outcomes) {
        known.add(outcome.get(30, TimeUnit.SECONDS));
      }
      return known;
    }
  }
}
