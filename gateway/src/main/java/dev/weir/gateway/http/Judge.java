package dev.weir.gateway.http;

import static dev.weir.core.verdict.RejectReason.PAYLOAD_TOO_LARGE;

import dev.weir.core.admission.Answers;
import dev.weir.core.admission.DeviceKey;
import dev.weir.core.admission.Gate;
import dev.weir.core.message.Envelope;
import dev.weir.core.message.TelemetryMessage;
import dev.weir.core.payload.MessageReader;
import dev.weir.core.settings.SettingsSnapshot;
import dev.weir.core.verdict.Judged;
import dev.weir.core.verdict.Verdict.Accepted;
import dev.weir.core.verdict.Verdict.Rejected;
import dev.weir.gateway.http.Ruling.Passed;
import dev.weir.gateway.http.Ruling.PutOff;
import dev.weir.gateway.http.Ruling.Refused;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives messages the verdict that a lane would, by the lane's own rules, as far as it can be known
 * here. Where the registry cannot be asked, whatever is well formed is let through: the streams are
 * there to keep it until the lanes can judge, and for what is in memory nobody has to be asked.
 * Safe for use by many threads.
 */
final class Judge {

  private final Lookups lookups;
  private final Newcomers newcomers;
  private final PartitionGates gates;
  private final GatewayObserver observer;
  private final LongSupplier maxBodyBytes;

  /**
   * So many are let through unchecked in a second: whoever notices that the registry is away could
   * fill the streams with what the lanes will refuse.
   */
  private final Throttle unchecked = new Throttle(1_000);

  /** Each is used by one request at a time; there are never more than requests at once. */
  private final Queue<MessageReader> readers = new ConcurrentLinkedQueue<>();

  /**
   * Makes it.
   *
   * @param maxBodyBytes that can be published now
   */
  Judge(
      Lookups lookups,
      Newcomers newcomers,
      PartitionGates gates,
      GatewayObserver observer,
      LongSupplier maxBodyBytes) {
    this.lookups = lookups;
    this.newcomers = newcomers;
    this.gates = gates;
    this.observer = observer;
    this.maxBodyBytes = maxBodyBytes;
  }

  /** What the registry knows of messages, and how to judge those it does not know. */
  private record Known(Answers answers, Gate.Strangers strangers) {}

  /** Judges messages in their order. */
  List<Ruling> judge(List<Envelope> envelopes, SettingsSnapshot settings)
      throws InterruptedException {
    List<Judged> read = read(envelopes, settings);
    Known known = known(read);
    List<Ruling> rulings = new ArrayList<>(read.size());
    try {
      for (Judged one : read) {
        rulings.add(rule(one, known, settings));
      }
    } catch (RuntimeException e) {
      gates.giveBack(rulings, settings);
      throw e;
    }
    return rulings;
  }

  private List<Judged> read(List<Envelope> envelopes, SettingsSnapshot settings) {
    MessageReader kept = readers.poll();
    MessageReader reader = kept == null ? new MessageReader() : kept;
    long most = maxBodyBytes.getAsLong();
    List<Judged> read = new ArrayList<>(envelopes.size());
    for (Envelope envelope : envelopes) {
      int size = envelope.body().length;
      read.add(
          new Judged(
              envelope, size > most ? tooLarge(size, most) : reader.read(envelope, settings)));
    }
    readers.add(reader);
    return read;
  }

  private static Rejected tooLarge(int size, long most) {
    return new Rejected(
        PAYLOAD_TOO_LARGE, size + " bytes, NATS takes at most " + most + " now", null);
  }

  /** Null where not all of it can be known now. */
  private @Nullable Known known(List<Judged> read) throws InterruptedException {
    Set<DeviceKey> devices = new HashSet<>();
    Set<String> tenants = new HashSet<>();
    for (Judged one : read) {
      if (one.verdict() instanceof Accepted(var message)) {
        devices.add(DeviceKey.of(message.topic()));
        tenants.add(message.topic().tenantId());
      }
    }
    Answers answers = devices.isEmpty() ? null : lookups.resolve(devices, tenants);
    if (answers == null) {
      return null;
    }
    Gate.Strangers strangers =
        newcomers.mustAsk(read, answers)
            ? lookups.ask(() -> newcomers.among(read, answers))
            : newcomers.among(read, answers);
    return strangers == null ? null : new Known(answers, strangers);
  }

  private Ruling rule(Judged one, @Nullable Known known, SettingsSnapshot settings) {
    return switch (one.verdict()) {
      case Rejected rejected -> new Refused(rejected);
      case Accepted(var message) -> {
        Known ofThis = known == null ? remembered(one, message) : known;
        yield ofThis == null
            ? unchecked(one, message)
            : admit(message, one.envelope(), ofThis, settings);
      }
    };
  }

  /** What is in memory of one message: those of others must not let it through unchecked. */
  private @Nullable Known remembered(Judged one, TelemetryMessage message) {
    DeviceKey device = DeviceKey.of(message.topic());
    Answers answers = lookups.recall(List.of(device), List.of(device.tenantId()));
    return answers == null || newcomers.mustAsk(List.of(one), answers)
        ? null
        : new Known(answers, newcomers.among(List.of(one), answers));
  }

  private Ruling unchecked(Judged one, TelemetryMessage message) {
    if (!unchecked.tryPass()) {
      return new PutOff();
    }
    observer.unchecked();
    return new Passed(message, one.envelope(), false);
  }

  private Ruling admit(
      TelemetryMessage message, Envelope envelope, Known known, SettingsSnapshot settings) {
    Rejected rejected =
        gates.check(message, envelope, known.answers(), settings, known.strangers());
    return rejected == null ? new Passed(message, envelope, true) : new Refused(rejected);
  }
}
