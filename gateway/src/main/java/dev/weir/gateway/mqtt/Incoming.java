package dev.weir.gateway.mqtt;

import org.jspecify.annotations.Nullable;

/**
 * A message as it came from the broker.
 *
 * @param payload all of it, or the beginning of one that is too large
 * @param size of the payload in bytes, before it was cut
 * @param identity who published it, as the message says; whether to believe that is another matter
 * @param kept whether the broker keeps it until {@code receipt} is run
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Incoming(
    String topic,
    byte[] payload,
    long size,
    @Nullable String identity,
    boolean kept,
    Runnable receipt) {

  /** Names no content: it may hold a token. */
  @Override
  public String toString() {
    return "Incoming[" + size + " bytes]";
  }
}
