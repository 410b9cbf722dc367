package dev.weir.timescale.admin;

/** What came of adding something to a tenant or a device. */
public enum Addition {
  ADDED,
  /** It is there, and stays as it is. */
  PRESENT,
  /** There is no such tenant or device. */
  UNKNOWN_OWNER
}
