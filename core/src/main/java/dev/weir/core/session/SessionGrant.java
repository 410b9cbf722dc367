package dev.weir.core.session;

import java.util.Set;

/**
 * Proof that a session at the broker is ours for as long as its lease is renewed.
 *
 * @param clientId by which the broker knows the session
 * @param owner the process that has it
 * @param epoch of this taking: no other has the same, not even one by the same owner
 * @param filters what the session may be subscribed to, as far as anybody wrote it down
 */
public record SessionGrant(String clientId, String owner, long epoch, Set<String> filters) {

  public SessionGrant {
    filters = Set.copyOf(filters);
  }

  /** The same, subscribed to something else. */
  public SessionGrant with(Set<String> now) {
    return new SessionGrant(clientId, owner, epoch, now);
  }
}
