package dev.weir.gateway.http;

import dev.weir.core.admission.Admission;
import dev.weir.core.admission.Answers;
import dev.weir.core.admission.Gate;
import dev.weir.core.message.Envelope;
import dev.weir.core.message.Subjects;
import dev.weir.core.message.TelemetryMessage;
import dev.weir.core.message.Topic;
import dev.weir.core.rate.Allowance;
import dev.weir.core.rate.RateLimiter;
import dev.weir.core.settings.SettingsSnapshot;
import dev.weir.core.verdict.Verdict.Rejected;
import dev.weir.gateway.http.Ruling.Passed;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The gates of all partitions, each what the lane of that stream has: the same buckets for the same
 * devices, so that a device which sends by this process alone hears of its limit from here, before
 * the lane would refuse it. The lane's own verdict stands. Safe for use by many threads.
 */
final class PartitionGates {

  private record Partition(RateLimiter limiter, Gate gate) {}

  private final Partition[] partitions;

  PartitionGates(GatewayConfig config, Admission admission, int count) {
    partitions =
        IntStream.range(0, count)
            .mapToObj(i -> {
              RateLimiter limiter =
                  new RateLimiter(config.bucketTtl(), config.bucketCleanup(), () -> count);
              return new Partition(limiter, new Gate(admission, limiter));
            })
            .toArray(Partition[]::new);
  }

  int count() {
    return partitions.length;
  }

  /** What is wrong with a message; null where nothing is, and then a token was taken for it. */
  @Nullable Rejected check(
      TelemetryMessage message,
      Envelope envelope,
      Answers answers,
      SettingsSnapshot settings,
      Gate.Strangers strangers) {
    Partition partition = of(message.topic());
    synchronized (partition) {
      Rejected rejected = partition.gate().check(message, envelope, answers, settings, strangers);
      if (rejected == null) {
        partition.limiter().commit(settings);
      }
      return rejected;
    }
  }

  /** Gives back the tokens of messages that were not published. */
  void giveBack(List<? extends Ruling> rulings, SettingsSnapshot settings) {
    for (Ruling ruling : rulings) {
      if (ruling instanceof Passed(var message, var envelope, boolean charged) && charged) {
        giveBack(message.topic(), envelope.arrivalNanos(), settings);
      }
    }
  }

  private void giveBack(Topic topic, long arrivalNanos, SettingsSnapshot settings) {
    Partition partition = of(topic);
    synchronized (partition) {
      partition.limiter().giveBack(topic, arrivalNanos, settings.of(topic.tenantId()));
    }
  }

  Allowance allowance(Topic topic, long nanos, SettingsSnapshot settings) {
    Partition partition = of(topic);
    synchronized (partition) {
      return partition.limiter().allowance(topic, nanos, settings.of(topic.tenantId()));
    }
  }

  /** How long until a device may send one more, by its own limit and by its tenant's. */
  long nanosToNext(Topic topic, long nanos, SettingsSnapshot settings) {
    Partition partition = of(topic);
    synchronized (partition) {
      return partition.limiter().nanosToNext(topic, nanos, settings.of(topic.tenantId()));
    }
  }

  private Partition of(Topic topic) {
    return partitions[Subjects.partition(topic.tenantId(), topic.deviceId(), count())];
  }
}
