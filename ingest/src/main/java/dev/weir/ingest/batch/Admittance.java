package dev.weir.ingest.batch;

import dev.weir.core.admission.Admission;
import dev.weir.core.admission.Answers;
import dev.weir.core.admission.Gate;
import dev.weir.core.rate.RateLimiter;
import dev.weir.core.settings.SettingsSnapshot;
import dev.weir.core.verdict.Judged;
import dev.weir.core.verdict.Verdict.Accepted;
import dev.weir.core.verdict.Verdict.Rejected;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The checks of well-formed messages that need the registry, and last of all the rate limit: only
 * what passed every other check takes a token. Owned by one lane.
 */
public final class Admittance {

  private final Gate gate;
  private final Gate.Strangers strangers;
  private final RateLimiter limiter;
  private final @Nullable AutoProvisioning provisioning;

  /**
   * Admits by rules and limits.
   *
   * @param provisioning registers devices that are not known; null to refuse them
   */
  public Admittance(
      Admission admission, RateLimiter limiter, @Nullable AutoProvisioning provisioning) {
    gate = new Gate(admission, limiter);
    strangers = Gate.Strangers.refused(admission);
    this.limiter = limiter;
    this.provisioning = provisioning;
  }

  /**
   * Judges a batch in its order.
   *
   * @param read messages that are well formed, or refused already
   * @throws dev.weir.core.store.StoreException where devices cannot be registered now
   */
  List<Judged> judge(List<Judged> read, Answers answers, SettingsSnapshot settings) {
    limiter.rollback(); // of a batch that was judged before and not committed
    if (provisioning != null) {
      Newcomers newcomers = provisioning.newcomers(read, answers);
      if (newcomers != null) {
        List<Judged> supposed = judge(read, answers, settings, newcomers::suppose);
        Answers known = newcomers.register(read, supposed);
        provisioning.remember(newcomers);
        limiter.rollback();
        return judge(read, known, settings, newcomers::settle);
      }
    }
    return judge(read, answers, settings, strangers);
  }

  /** What was judged last is committed: its charges hold. */
  void committed(SettingsSnapshot settings) {
    limiter.commit(settings);
  }

  int buckets() {
    return limiter.size();
  }

  private List<Judged> judge(
      List<Judged> read, Answers answers, SettingsSnapshot settings, Gate.Strangers strangers) {
    List<Judged> judged = new ArrayList<>(read.size());
    for (Judged one : read) {
      Rejected rejected =
          one.verdict() instanceof Accepted(var message)
              ? gate.check(message, one.envelope(), answers, settings, strangers)
              : null;
      judged.add(rejected == null ? one : new Judged(one.envelope(), rejected));
    }
    return judged;
  }
}
