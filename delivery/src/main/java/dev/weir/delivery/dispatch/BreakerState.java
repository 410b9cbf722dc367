package dev.weir.delivery.dispatch;

/** Whether a destination is asked. */
public enum BreakerState {
  CLOSED,
  /** By a few attempts, to see whether it lives. */
  HALF_OPEN,
  OPEN
}
