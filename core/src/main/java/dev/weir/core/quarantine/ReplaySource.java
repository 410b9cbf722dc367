package dev.weir.core.quarantine;

import java.util.Collection;
import java.util.Map;

/** The quarantine, as far as its messages can be judged again. */
public interface ReplaySource {

  /**
   * Those of the messages that are there, in one query.
   *
   * @param ids of the events, greater than 0
   * @throws dev.weir.core.store.StoreException where the quarantine cannot be asked now
   */
  Map<Long, QuarantinedMessage> find(Collection<Long> ids);
}
