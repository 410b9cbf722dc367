package dev.weir.app.simulate;

import dev.weir.core.verdict.RejectReason;

/** What has to become of a message. */
public sealed interface Expectation {

  /** A row in {@code telemetry}. */
  record Stored() implements Expectation {}

  /** The same reading was sent before. */
  record Duplicate() implements Expectation {}

  /** It is refused. */
  record Rejected(RejectReason reason) implements Expectation {}

  Expectation STORED = new Stored();
  Expectation DUPLICATE = new Duplicate();
}
