package dev.weir.app.simulate;

import java.util.concurrent.CompletionStage;

/** A way into the system. Safe for use by many threads. */
public interface Publisher {

  /** What became of an attempt to publish. */
  enum Outcome {
    /** The system has it, and had it not before. */
    ACKNOWLEDGED,
    /** The system has had a message of this id already. */
    ALREADY_THERE,
    /** The system certainly does not have it. */
    REFUSED,
    /** No answer came: the system may have it. */
    UNKNOWN
  }

  /** Publishes, after a wait while too many attempts are without an answer. */
  CompletionStage<Outcome> publish(SimulatedMessage message) throws InterruptedException;
}
