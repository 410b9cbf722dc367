package dev.weir.app.serve;

import dev.weir.app.http.HealthSource;
import dev.weir.app.http.ReadinessCheck;
import java.time.Duration;
import java.util.List;

/** One thing that a process does. */
public interface Role {

  /** All of them hold once the role does its work. */
  List<ReadinessCheck> checks();

  HealthSource health();

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
