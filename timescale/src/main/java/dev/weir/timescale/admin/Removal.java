package dev.weir.timescale.admin;

/** What came of a removal. */
public enum Removal {
  REMOVED,
  UNKNOWN,
  /** Devices belong to it. */
  HAS_DEVICES
}
