package dev.weir.timescale.admin;

/** What came of a change of one device. Where it is not {@code DONE}, nothing was changed. */
public sealed interface DeviceOutcome {

  /** What needs no more words. */
  enum Plain implements DeviceOutcome {
    DONE,
    /** It is registered, and stays as it is. */
    PRESENT,
    /** There is no such device. */
    UNKNOWN
  }

  /** Its tenant has no such subscription. */
  record NoSubscription(String subscriptionId) implements DeviceOutcome {}

  /** As many devices as may be are attached, or more. */
  record NoRoom(String subscriptionId, int activeDevices, int deviceLimit)
      implements DeviceOutcome {}
}
