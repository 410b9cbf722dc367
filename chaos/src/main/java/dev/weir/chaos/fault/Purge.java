package dev.weir.chaos.fault;

import dev.weir.chaos.run.Installation;
import dev.weir.chaos.run.Member;
import dev.weir.testkit.net.FaultyProxy;
import java.util.Map;

/** Messages that nobody has read are removed: the lanes' way to NATS is shut meanwhile. */
public final class Purge implements Fault.Action {

  private final Installation installation;
  private final StreamHand hand;
  private Map<String, Long> removed = Map.of();

  Purge(Installation installation, StreamHand hand) {
    this.installation = installation;
    this.hand = hand;
  }

  /** The last sequence that was removed, of each stream. */
  public Map<String, Long> removed() {
    return removed;
  }

  @Override
  public void run() {
    installation.members().stream().map(Member::nats).forEach(FaultyProxy::refuse);
  }

  void end() throws Exception {
    removed = hand.purge();
    installation.members().stream().map(Member::nats).forEach(FaultyProxy::heal);
  }
}
