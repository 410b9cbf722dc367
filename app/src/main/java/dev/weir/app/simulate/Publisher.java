package dev.weir.app.simulate;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** A way into the system. Safe for use by many threads. */
public interface Publisher {

  /** What became of an attempt to publish. */
  sealed interface Outcome {

    /** An outcome that says it all. */
    enum Plain implements Outcome {
      /** The system has it, and had it not before. */
      ACKNOWLEDGED,
      /** The system has had a message of this id already. */
      ALREADY_THERE,
      /** The system certainly does not have it. */
      REFUSED,
      /** No answer came: the system may have it. */
      UNKNOWN
    }

    /**
     * The system cannot take it now.
     *
     * @param certain whether it certainly does not have it
     */
    record Later(Duration pause, boolean certain) implements Outcome {}

    /**
     * The system does not want it as it is, and did not take this attempt.
     *
     * @param reason the code of a {@link dev.weir.core.verdict.RejectReason}, or what else there
     *     was to read in the answer
     */
    record Answered(String reason) implements Outcome {}

    Outcome ACKNOWLEDGED = Plain.ACKNOWLEDGED;
    Outcome ALREADY_THERE = Plain.ALREADY_THERE;
    Outcome REFUSED = Plain.REFUSED;
    Outcome UNKNOWN = Plain.UNKNOWN;
  }

  /** Publishes, after a wait while too many attempts are without an answer. */
  CompletionStage<Outcome> publish(SimulatedMessage message) throws InterruptedException;
}
