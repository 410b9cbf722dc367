package dev.weir.ingest.batch;

import dev.weir.core.admission.Answers;
import dev.weir.core.admission.DeviceKey;
import dev.weir.core.message.Envelope;
import dev.weir.core.message.Topic;
import dev.weir.core.payload.MessageReader;
import dev.weir.core.settings.SettingsSnapshot;
import dev.weir.core.store.Batch;
import dev.weir.core.verdict.Judged;
import dev.weir.core.verdict.RejectReason;
import dev.weir.core.verdict.Verdict;
import dev.weir.core.verdict.Verdict.Accepted;
import dev.weir.core.verdict.Verdict.Rejected;
import dev.weir.ingest.registry.CachedRegistry;
import dev.weir.ingest.route.RouteMatching;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives every message of a batch its verdict: first the rules that need nothing but the message,
 * then one question to the registry for all devices not in memory, then the rules that need its
 * answer. Owned by one lane.
 */
public final class Judge {

  private static final Logger log = LoggerFactory.getLogger(Judge.class);

  private final MessageReader reader = new MessageReader();
  private final CachedRegistry registry;
  private final Replays replays;
  private final Admittance admittance;
  private final RouteMatching routes;

  public Judge(
      CachedRegistry registry, Replays replays, Admittance admittance, RouteMatching routes) {
    this.replays = replays;
    this.registry = registry;
    this.admittance = admittance;
    this.routes = routes;
  }

  /**
   * Judges messages in their order. What it charges to devices holds from {@link #committed} on.
   *
   * @param gaps sequences found missing among them
   * @throws dev.weir.core.store.StoreException where registry, routes or quarantine cannot be asked
   *     now
   */
  public Batch judge(List<Envelope> envelopes, long gaps, SettingsSnapshot settings) {
    List<Judged> read = new ArrayList<>(envelopes.size());
    Set<DeviceKey> devices = new HashSet<>();
    Set<String> tenants = new HashSet<>();
    for (Envelope envelope : replays.resolve(envelopes)) {
      Verdict verdict = read(envelope, settings);
      read.add(new Judged(envelope, verdict));
      switch (verdict) {
        case Accepted(var message) -> {
          devices.add(DeviceKey.of(message.topic()));
          tenants.add(message.topic().tenantId());
        }
        case Rejected(var reason, var detail, var tenantId) -> {
          if (tenantId != null) {
            tenants.add(tenantId);
          }
        }
      }
    }
    Answers answers = registry.resolve(devices, tenants);
    return new Batch(
        routes.match(admittance.judge(read, answers, settings)), gaps, settings, answers::exists);
  }

  /** The batch that was judged last is committed. */
  public void committed(SettingsSnapshot settings) {
    admittance.committed(settings);
  }

  /** Rate limit buckets kept. */
  public int buckets() {
    return admittance.buckets();
  }

  /** A fault of ours in the rules must cost one message its place, never the lane its life. */
  private Verdict read(Envelope envelope, SettingsSnapshot settings) {
    try {
      return reader.read(envelope, settings);
    } catch (RuntimeException e) {
      log.error(
          "a rule failed on the message with sequence {}; it is quarantined", envelope.seq(), e);
      String tenantId = envelope.topic() == null ? null : Topic.readableTenant(envelope.topic());
      return new Rejected(RejectReason.INGEST_EXCEPTION, e.getClass().getSimpleName(), tenantId);
    }
  }
}
