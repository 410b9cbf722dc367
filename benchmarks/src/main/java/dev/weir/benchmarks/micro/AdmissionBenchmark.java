package dev.weir.benchmarks.micro;

import dev.weir.app.simulate.SimulatedMessage.Form;
import dev.weir.core.admission.Admission;
import dev.weir.core.admission.AdmissionConfig;
import dev.weir.core.admission.Answers;
import dev.weir.core.admission.DeviceKey;
import dev.weir.core.admission.Gate;
import dev.weir.core.message.Envelope;
import dev.weir.core.message.TelemetryMessage;
import dev.weir.core.rate.RateLimiter;
import dev.weir.core.settings.Settings;
import java.time.Duration;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Known devices at the gate, a batch of them and its commit: registry, token and rate limit; beside
 * a bucket that is an object, and without the token, whose hash is what most of the time goes to.
 */
@State(Scope.Thread)
@OperationsPerInvocation(Messages.BATCH)
public class AdmissionBenchmark {

  private final List<Envelope> envelopes = Messages.good(Form.NATIVE);
  private final List<TelemetryMessage> messages = Messages.read(envelopes);
  private final Answers answers = Messages.answers();

  private final Admission admission = admission(true);
  private final RateLimiter limiter = limiter();
  private final Gate gate = new Gate(admission, limiter);
  private final BucketObjects buckets = new BucketObjects();
  private final RateLimiter otherLimiter = limiter();
  private final Gate openGate = new Gate(admission(false), otherLimiter);

  @Benchmark
  public int gate() {
    return pass(gate, admission, limiter);
  }

  @Benchmark
  public int gateWithoutToken() {
    return pass(openGate, admission, otherLimiter);
  }

  @Benchmark
  public int bucketObjects() {
    Settings settings = Messages.SETTINGS.global();
    buckets.rollback();
    int passed = 0;
    for (int i = 0; i < Messages.BATCH; i++) {
      TelemetryMessage message = messages.get(i);
      Envelope envelope = envelopes.get(i);
      DeviceKey key = DeviceKey.of(message.topic());
      boolean passes =
          admission.check(
                      message,
                      envelope.arrivalMicros(),
                      answers.device(key),
                      answers.account(key.tenantId()))
                  == null
              && buckets.take(key, envelope.arrivalNanos(), settings);
      passed += passes ? 1 : 0;
    }
    buckets.commit();
    return requireAll(passed);
  }

  private int pass(Gate gate, Admission admission, RateLimiter limiter) {
    Gate.Strangers strangers = Gate.Strangers.refused(admission);
    limiter.rollback();
    int passed = 0;
    for (int i = 0; i < Messages.BATCH; i++) {
      boolean passes =
          gate.check(messages.get(i), envelopes.get(i), answers, Messages.SETTINGS, strangers)
              == null;
      passed += passes ? 1 : 0;
    }
    limiter.commit(Messages.SETTINGS);
    return requireAll(passed);
  }

  /** A refusal would be measured for what it is not. */
  private static int requireAll(int passed) {
    if (passed != Messages.BATCH) {
      throw new IllegalStateException("only " + passed + " messages passed");
    }
    return passed;
  }

  private static Admission admission(boolean requireToken) {
    return new Admission(new AdmissionConfig(requireToken, false, false, Duration.ZERO));
  }

  private static RateLimiter limiter() {
    return new RateLimiter(Duration.ofHours(1), Duration.ofMinutes(1), () -> 1);
  }
}
