package dev.weir.ingest.batch;

import dev.weir.core.admission.Admission;
import dev.weir.core.admission.DeviceKey;
import dev.weir.core.message.Envelope;
import dev.weir.core.message.Topic;
import dev.weir.core.payload.MessageReader;
import dev.weir.core.quarantine.ReplaySource;
import dev.weir.core.settings.SettingsSnapshot;
import dev.weir.core.store.Batch;
import dev.weir.core.verdict.Judged;
import dev.weir.core.verdict.RejectReason;
import dev.weir.core.verdict.Verdict;
import dev.weir.core.verdict.Verdict.Accepted;
import dev.weir.core.verdict.Verdict.Rejected;
import dev.weir.ingest.registry.CachedRegistry;
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
  private final Admission admission;
  private final Replays replays;

  public Judge(CachedRegistry registry, Admission admission, ReplaySource quarantine) {
    replays = new Replays(quarantine);
    this.registry = registry;
    this.admission = admission;
  }

  /**
   * Judges messages in their order.
   *
   * @param gaps sequences found missing among them
   * @throws dev.weir.core.store.StoreException where the registry or the quarantine cannot be asked
   *     now
   */
  public Batch judge(List<Envelope> envelopes, long gaps, SettingsSnapshot settings) {
    List<Judged> judged = new ArrayList<>(envelopes.size());
    Set<DeviceKey> devices = new HashSet<>();
    Set<String> tenants = new HashSet<>();
    for (Envelope envelope : replays.resolve(envelopes)) {
      Verdict verdict = read(envelope, settings);
      judged.add(new Judged(envelope, verdict));
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
    CachedRegistry.Answers answers = registry.resolve(devices);
    judged.replaceAll(message -> admit(message, answers));
    return new Batch(judged, gaps, settings, registry.existing(tenants)::contains);
  }

  private Judged admit(Judged judged, CachedRegistry.Answers answers) {
    if (!(judged.verdict() instanceof Accepted(var message))) {
      return judged;
    }
    Verdict verdict = admission.judge(message, answers.device(DeviceKey.of(message.topic())));
    return verdict instanceof Accepted ? judged : new Judged(judged.envelope(), verdict);
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
