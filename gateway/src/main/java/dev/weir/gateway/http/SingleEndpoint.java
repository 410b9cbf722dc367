package dev.weir.gateway.http;

import static dev.weir.core.verdict.RejectReason.BAD_TOPIC_FORMAT;
import static dev.weir.core.verdict.RejectReason.RATE_LIMITED;

import dev.weir.core.message.Envelope;
import dev.weir.core.message.Subjects;
import dev.weir.core.message.Topic;
import dev.weir.core.publish.Acknowledgement;
import dev.weir.core.rate.Allowance;
import dev.weir.core.settings.SettingsSnapshot;
import dev.weir.core.verdict.Verdict.Rejected;
import dev.weir.gateway.http.Ruling.Passed;
import dev.weir.gateway.http.Ruling.PutOff;
import dev.weir.gateway.http.Ruling.Refused;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** {@code POST /ingest/v1/tenant/{tenant_id}/device/{device_id}/{msg_type}}. */
final class SingleEndpoint implements Endpoint {

  private final Judge judge;
  private final Publications publications;
  private final PartitionGates gates;
  private final LongSupplier maxBodyBytes;

  /**
   * Makes it.
   *
   * @param maxBodyBytes that can be published now: what a setting allows beyond never could
   */
  SingleEndpoint(
      Judge judge, Publications publications, PartitionGates gates, LongSupplier maxBodyBytes) {
    this.judge = judge;
    this.publications = publications;
    this.gates = gates;
    this.maxBodyBytes = maxBodyBytes;
  }

  @Override
  public int maxBytes(Context context, SettingsSnapshot settings) {
    int allowed = settings.of(context.pathParam("tenant_id")).maxPayloadBytes();
    return (int) Math.min(allowed, maxBodyBytes.getAsLong());
  }

  @Override
  public @Nullable Problem handle(
      Context context, byte[] body, SettingsSnapshot settings, long nowNanos)
      throws RequestRefusedException, InterruptedException {
    Topic topic = topic(context);
    if (topic == null) {
      return Problem.of(400, BAD_TOPIC_FORMAT.name(), Topics.EXPECTED);
    }
    String key = Headers.idempotencyKey(context);
    Envelope envelope =
        new Envelope(
            0,
            nowNanos,
            Subjects.encodeTenant(topic.tenantId()),
            topic.toString(),
            Headers.token(context),
            null,
            -1,
            body);
    List<Ruling> rulings = judge.judge(List.of(envelope), settings);
    var published = publications.publish(rulings, Names.single(key), settings).getFirst();
    return switch (rulings.getFirst()) {
      case Refused(var rejected) -> refused(context, topic, settings, rejected, nowNanos);
      case PutOff putOff -> putOff.problem();
      case Passed passed -> accept(context, passed, Objects.requireNonNull(published), settings);
    };
  }

  private Problem refused(
      Context context, Topic topic, SettingsSnapshot settings, Rejected rejected, long nowNanos) {
    if (rejected.reason() != RATE_LIMITED) {
      return Problem.of(rejected, 0);
    }
    Allowance allowance = gates.allowance(topic, nowNanos, settings);
    Headers.rateLimit(context, settings.of(topic.tenantId()), allowance);
    return Problem.of(rejected, seconds(gates.nanosToNext(topic, nowNanos, settings)));
  }

  private @Nullable Problem accept(
      Context context,
      Passed passed,
      CompletableFuture<Acknowledgement> published,
      SettingsSnapshot settings) {
    Topic topic = passed.message().topic();
    Problem problem = publications.await(published, passed, settings);
    if (problem == null) {
      Headers.rateLimit(
          context,
          settings.of(topic.tenantId()),
          gates.allowance(topic, passed.envelope().arrivalNanos(), settings));
      String answer =
          "{\"status\":\"accepted\",\"device_id\":\""
              + topic.deviceId() // of characters that JSON needs not escape
              + "\",\"seq\":"
              + passed.message().seq()
              + '}';
      context
          .status(202)
          .result(answer.getBytes(StandardCharsets.US_ASCII))
          .contentType(Json.CONTENT_TYPE);
    }
    return problem;
  }

  private static @Nullable Topic topic(Context context) {
    return Topics.of(
        context.pathParam("tenant_id"),
        context.pathParam("device_id"),
        context.pathParam("msg_type"));
  }

  private static long seconds(long nanos) {
    return Math.ceilDiv(nanos, TimeUnit.SECONDS.toNanos(1));
  }
}
