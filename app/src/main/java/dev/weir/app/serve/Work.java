package dev.weir.app.serve;

import dev.weir.app.http.HealthSource;
import dev.weir.app.http.ReadinessCheck;
import dev.weir.app.http.Routes;
import java.time.Duration;
import java.util.List;

/** All that a process does, besides telling how it is. */
public interface Work {

  /** All of them hold once the work is done as it should be. */
  List<ReadinessCheck> checks();

  HealthSource health();

  /** What is served over HTTP besides what every process serves. */
  default Routes routes() {
    return Routes.NONE;
  }

  /** Begins, and returns at once; what it needs may come later. */
  void start();

  /**
   * Takes nothing new and finishes what is in hand. What is not done in time is left, such that
   * whoever takes over finds it.
   */
  void stop(Duration timeout) throws InterruptedException;

  /** Lets go of connections; after {@link #stop}. */
  void close();
}
