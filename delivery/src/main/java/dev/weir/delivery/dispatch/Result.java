package dev.weir.delivery.dispatch;

/** What became of a job, or of an attempt. */
public enum Result {
  /** The destination has it. */
  DELIVERED,
  /** An attempt failed, and there will be another. */
  FAILED,
  /** The destination, or we, will never take it: a dead letter. */
  REFUSED,
  /** Its attempts, or its time, are used up: a dead letter. */
  EXHAUSTED,
  /** Its route wants it no more. */
  DROPPED,
  /** It went back to the queue for a while. */
  POSTPONED,
  /** What came was no job. */
  MALFORMED;
}
