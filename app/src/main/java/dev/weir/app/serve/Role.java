package dev.weir.app.serve;

import dev.weir.app.http.HealthSource;
import dev.weir.app.http.ReadinessCheck;
import dev.weir.app.http.Routes;
import java.time.Duration;
import java.util.List;

/** One thing that a process does, on the {@link Foundation} that all its roles share. */
interface Role {

  /** All of them hold once the role does its work. */
  List<ReadinessCheck> checks();

  HealthSource health();

  /** What the role serves over HTTP besides what every process does. */
  default Routes routes() {
    return Routes.NONE;
  }

  /**
   * Throws while something is missing that the role needs to begin; asked again and again.
   *
   * @throws dev.weir.core.store.StoreException the database cannot be asked
   * @throws dev.weir.timescale.schema.SchemaException the installation is not as it must be
   * @throws StartupException waiting will not help
   */
  default void check() {}

  /** Begins; called once, when {@link #check} passed. */
  void begin();

  /**
   * Takes nothing new and finishes what is in hand. What is not done in time is left, such that
   * whoever takes over finds it. Called whether or not it began.
   */
  void stop(Duration timeout) throws InterruptedException;
}
