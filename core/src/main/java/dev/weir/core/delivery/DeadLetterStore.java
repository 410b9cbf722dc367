package dev.weir.core.delivery;

import dev.weir.core.route.RouteJob;
import java.util.Collection;

/** Keeps jobs that could not be delivered. */
public interface DeadLetterStore {

  /**
   * A job that is given up.
   *
   * @param error for a person; holds no secret
   * @param attempts that were made
   */
  record DeadLetter(RouteJob job, String error, int attempts) {}

  /**
   * Keeps all of them, or none. One that is there already, by its delivery id, is brought up to
   * date. Past a tenant's bound they are counted only.
   *
   * @throws dev.weir.core.store.StoreException the database cannot be asked now
   */
  void add(Collection<DeadLetter> letters);
}
