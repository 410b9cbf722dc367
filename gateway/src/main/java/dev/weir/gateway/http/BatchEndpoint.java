package dev.weir.gateway.http;

import static dev.weir.core.verdict.RejectReason.BAD_TOPIC_FORMAT;

import dev.weir.core.message.Envelope;
import dev.weir.core.publish.Acknowledgement;
import dev.weir.core.settings.SettingsSnapshot;
import dev.weir.gateway.http.Ruling.Passed;
import dev.weir.gateway.http.Ruling.PutOff;
import dev.weir.gateway.http.Ruling.Refused;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /ingest/v1/batch}: up to a hundred messages of any devices, each judged by itself.
 */
final class BatchEndpoint implements Endpoint {

  private final Judge judge;
  private final Publications publications;
  private final GatewayObserver observer;
  private final int maxBytes;

  BatchEndpoint(Judge judge, Publications publications, GatewayObserver observer, int maxBytes) {
    this.judge = judge;
    this.publications = publications;
    this.observer = observer;
    this.maxBytes = maxBytes;
  }

  @Override
  public int maxBytes(Context context, SettingsSnapshot settings) {
    return maxBytes;
  }

  @Override
  public @Nullable Problem handle(
      Context context, byte[] body, SettingsSnapshot settings, long nowNanos)
      throws RequestRefusedException, InterruptedException {
    Names names = Names.batch(Headers.idempotencyKey(context));
    List<BatchItem> items = new BatchReader(body).read();
    List<Envelope> envelopes = items.stream().map(item -> item.envelope(nowNanos)).toList();
    List<Ruling> rulings = judge.judge(envelopes, settings);
    var published = publications.publish(rulings, names, settings);
    List<@Nullable Problem> problems = new ArrayList<>();
    for (int i = 0; i < rulings.size(); i++) {
      problems.add(await(rulings.get(i), published.get(i), settings));
    }
    Problem unavailable = noneTaken(problems);
    if (unavailable == null) {
      answer(context, problems);
    }
    return unavailable;
  }

  private @Nullable Problem await(
      Ruling ruling,
      @Nullable CompletableFuture<Acknowledgement> publication,
      SettingsSnapshot settings) {
    return switch (ruling) {
      case Passed passed ->
          publications.await(Objects.requireNonNull(publication), passed, settings);
      case PutOff putOff -> putOff.problem();
      case Refused(var rejected) ->
          rejected.reason() == BAD_TOPIC_FORMAT
              ? Problem.of(400, BAD_TOPIC_FORMAT.name(), Topics.EXPECTED)
              : Problem.of(rejected, 0);
    };
  }

  /**
   * The batch is to come again where nothing of it was taken, and something of it may be later: a
   * 400 would be the end of it.
   */
  private static @Nullable Problem noneTaken(List<@Nullable Problem> problems) {
    Problem unavailable = null;
    for (Problem problem : problems) {
      if (problem == null) {
        return null;
      }
      if (problem.reason().equals(Problem.UNAVAILABLE)) {
        unavailable = problem;
      }
    }
    return unavailable;
  }

  private void answer(Context context, List<@Nullable Problem> problems) {
    List<BatchAnswer.Result> results = new ArrayList<>();
    for (int i = 0; i < problems.size(); i++) {
      Problem problem = problems.get(i);
      results.add(BatchAnswer.Result.of(i, problem));
      if (problem != null) {
        observer.refused(problem.reason());
      }
    }
    BatchAnswer answer = BatchAnswer.of(results);
    context
        .status(answer.accepted() > 0 ? 202 : 400)
        .result(Json.bytes(answer))
        .contentType(Json.CONTENT_TYPE);
  }
}
