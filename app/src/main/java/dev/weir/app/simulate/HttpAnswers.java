package dev.weir.app.simulate;

import dev.weir.app.simulate.Publisher.Outcome;
import dev.weir.core.verdict.RejectReason;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a gateway's answers say of the messages in the request. */
final class HttpAnswers {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Set<String> REASONS =
      Arrays.stream(RejectReason.values()).map(Enum::name).collect(Collectors.toSet());

  private static final int ACCEPTED = 202;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;
  private static final long MAX_PAUSE_SECONDS = 30;

  /** Where no pause is asked for. */
  private static final Duration PAUSE = Duration.ofMillis(500);

  private HttpAnswers() {}

  /** Of a single message; null where there was no answer. */
  static Outcome toSingle(@Nullable HttpResponse<byte[]> answer) {
    if (answer == null) {
      return Outcome.UNKNOWN;
    }
    return answer.statusCode() == ACCEPTED ? Outcome.ACKNOWLEDGED : toAll(answer);
  }

  /** Of each of so many messages, in their order; null where there was no answer. */
  static Outcome[] toBatch(@Nullable HttpResponse<byte[]> answer, int messages) {
    Outcome[] outcomes = new Outcome[messages];
    Arrays.fill(outcomes, Outcome.UNKNOWN);
    if (answer == null) {
      return outcomes;
    }
    JsonNode results = document(answer).path("results");
    if (results.isEmpty()) {
      Arrays.fill(outcomes, answer.statusCode() == ACCEPTED ? Outcome.UNKNOWN : toAll(answer));
      return outcomes;
    }
    for (JsonNode result : results) {
      int index = result.path("index").asInt(-1);
      if (index >= 0 && index < messages) {
        outcomes[index] = ofResult(result);
      }
    }
    return outcomes;
  }

  private static Outcome ofResult(JsonNode result) {
    if (result.path("status").asString("").equals("accepted")) {
      return Outcome.ACKNOWLEDGED;
    }
    String reason = result.path("reason").asString("");
    if (reason.equals(RejectReason.RATE_LIMITED.name())) {
      return new Outcome.Later(PAUSE, true);
    }
    // A fault of the gateway's own leaves open how far the message came.
    return REASONS.contains(reason) && !reason.equals(RejectReason.INGEST_EXCEPTION.name())
        ? new Outcome.Answered(reason)
        : Outcome.UNKNOWN;
  }

  /** The outcome that all messages of a request share which was not accepted. */
  private static Outcome toAll(HttpResponse<byte[]> answer) {
    int status = answer.statusCode();
    if (status == TOO_MANY_REQUESTS || status == UNAVAILABLE) {
      // A stream that did not answer the gateway in time may have the message.
      return new Outcome.Later(pause(answer), status == TOO_MANY_REQUESTS);
    }
    if (status < 400 || status >= 500) {
      return Outcome.UNKNOWN;
    }
    String reason = document(answer).path("reason").asString("");
    return new Outcome.Answered(REASONS.contains(reason) ? reason : "HTTP " + status);
  }

  private static Duration pause(HttpResponse<byte[]> answer) {
    String seconds = answer.headers().firstValue("Retry-After").orElse("");
    return seconds.matches("[0-9]{1,6}")
        ? Duration.ofSeconds(Math.clamp(Long.parseLong(seconds), 0, MAX_PAUSE_SECONDS))
        : PAUSE;
  }

  private static JsonNode document(HttpResponse<byte[]> answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (JacksonException notJson) {
      return JSON.missingNode();
    }
  }
}
