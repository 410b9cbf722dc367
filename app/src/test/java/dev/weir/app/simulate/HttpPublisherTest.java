package dev.weir.app.simulate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.app.simulate.Publisher.Outcome;
import dev.weir.app.simulate.StubGateway.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpPublisherTest {

  private static final String PROBLEM = "{\"status\":400,\"reason\":\"MISSING_SITE_ID\"}";

  private final MessageMaker maker =
      new MessageMaker(
          1,
          new Fleet(7, "tenant", 5, 50),
          Mix.evenlyBad(Transport.HTTP, 0.05, 0.3),
          Instant.parse("2026-03-01T12:00:00Z"),
          1_000);

  @Test
  void aMessageIsARequestWithTheTopicAsItsPath() throws Exception {
    try (StubGateway gateway = new StubGateway(request -> Answer.of(202, "{}"));
        HttpPublisher publisher = new HttpPublisher(gateway.url(), 2)) {
      SimulatedMessage message = withTokenBeside();

      assertThat(outcome(publisher, message)).isEqualTo(Outcome.ACKNOWLEDGED);
      var request = gateway.requests.getFirst();
      assertThat(request.path()).isEqualTo("/ingest/v1/" + message.topic());
      assertThat(request.body()).isEqualTo(new String(message.body(), UTF_8));
      assertThat(request.header("X-provision-token")).isEqualTo(message.token());
      assertThat(request.header("Idempotency-key")).isEqualTo(message.messageId());
    }
  }

  @ParameterizedTest
  @CsvSource({"400, MISSING_SITE_ID", "401, TOKEN_INVALID", "404, UNREGISTERED_DEVICE"})
  void aRefusalWithAReasonIsAnAnswer(int status, String reason) throws Exception {
    Answer problem = Answer.of(status, PROBLEM.replace("MISSING_SITE_ID", reason));

    assertThat(outcome(problem)).isEqualTo(new Outcome.Answered(reason));
  }

  @Test
  void aRefusalWithoutAReasonIsAnAnswerThatNobodyExpects() throws Exception {
    assertThat(outcome(Answer.of(404, "not here"))).isEqualTo(new Outcome.Answered("HTTP 404"));
    assertThat(outcome(Answer.of(405, "{\"reason\":\"MADE_UP\"}")))
        .isEqualTo(new Outcome.Answered("HTTP 405"));
  }

  @Test
  void whatIsTooMuchComesAgainWhenItIsAskedTo() throws Exception {
    Map<String, String> soon = Map.of("Retry-After", "2");

    assertThat(outcome(new Answer(429, soon, "")))
        .isEqualTo(new Outcome.Later(Duration.ofSeconds(2), true));
    assertThat(outcome(new Answer(503, soon, "")))
        .isEqualTo(new Outcome.Later(Duration.ofSeconds(2), false));
    assertThat(outcome(Answer.of(503, ""))).isInstanceOf(Outcome.Later.class);
  }

  @Test
  void withoutAnAnswerNothingIsKnown() throws Exception {
    assertThat(outcome(Answer.CUT)).isEqualTo(Outcome.UNKNOWN);
    assertThat(outcome(Answer.SILENCE)).isEqualTo(Outcome.UNKNOWN);
    assertThat(outcome(Answer.of(500, "oops"))).isEqualTo(Outcome.UNKNOWN);
  }

  @Test
  void whatNobodyListensToIsUnknown() throws Exception {
    StubGateway gone = new StubGateway(request -> Answer.CUT);
    gone.close();
    try (HttpPublisher publisher = new HttpPublisher(gone.url(), 1)) {
      assertThat(outcome(publisher, maker.make(0))).isEqualTo(Outcome.UNKNOWN);
    }
  }

  private SimulatedMessage withTokenBeside() {
    for (long i = 0; ; i++) {
      SimulatedMessage message = maker.make(i);
      if (message.token() != null) {
        return message;
      }
    }
  }

  private Outcome outcome(Answer answer) throws Exception {
    try (StubGateway gateway = new StubGateway(request -> answer);
        HttpPublisher publisher = new HttpPublisher(gateway.url(), 2)) {
      return outcome(publisher, maker.make(0));
    }
  }

  private static Outcome outcome(Publisher publisher, SimulatedMessage message) throws Exception {
    return publisher.publish(message).toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
