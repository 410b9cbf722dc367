package dev.weir.core.route;

import java.util.List;

/**
 * Puts a batch's jobs into the stream {@code ROUTES}, while the batch's transaction is open and
 * once it is known what is stored. Owned by one lane.
 */
public interface FanOut extends AutoCloseable {

  /** Where there are no routes. */
  FanOut NONE = jobs -> List.of();

  /**
   * A job that the stream did not take, or of which nobody can say whether it did.
   *
   * @param reason for a person; holds no secret
   */
  record Untaken(RouteJob job, String reason) {}

  /**
   * Publishes jobs and awaits the answers together, for a bounded time. A job that is published
   * again within the stream's duplicate window is there once. Throws nothing: ingest does not stop
   * for routes.
   *
   * @return those that were not taken: they are for the dead letters
   */
  List<Untaken> publish(List<RouteJob> jobs);

  /** Lets go of its connection. */
  @Override
  default void close() {}
}
