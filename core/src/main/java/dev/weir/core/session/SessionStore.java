package dev.weir.core.session;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that bridges keep at the broker, each leased to one process at a time. All times are
 * those of the database's clock. Every method throws {@link dev.weir.core.store.StoreException}
 * where the database cannot be asked now.
 */
public interface SessionStore {

  /**
   * Takes the session of the lowest number that nobody holds: one that was left, with all that the
   * broker keeps for it, or a new one.
   *
   * @param name what the client ids of all bridges begin with; a hyphen and the number follow
   */
  SessionGrant take(String name, String owner, Duration lease);

  /**
   * Takes a session that nobody has held for some time, in order to empty and end it; none that
   * {@code owner} took for its own use, and none that is subscribed to nothing.
   *
   * @param leftFor since its lease ran out
   * @return null where there is none
   */
  @Nullable SessionGrant adopt(String name, String owner, Duration leftFor, Duration lease);

  /** Prolongs a lease; false where the session is somebody else's, or gone. */
  boolean renew(SessionGrant grant, Duration lease);

  /** Writes down what the session may be subscribed to; nothing happens where the grant is void. */
  void subscribed(SessionGrant grant, Set<String> filters);

  /** Gives it back for anybody to take at once; nothing happens where the grant is void. */
  void release(SessionGrant grant);

  /** Forgets a session that the broker has ended; nothing happens where the grant is void. */
  void remove(SessionGrant grant);
}
