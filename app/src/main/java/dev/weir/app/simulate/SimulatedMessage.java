package dev.weir.app.simulate;

import org.jspecify.annotations.Nullable;

/**
 * A message of the fleet, whatever way it is sent.
 *
 * @param index its number, from 0; with the seed it determines all the rest
 * @param messageId unique in the run
 * @param form what the body is
 * @param topic of the device, right or wrong; in the envelope form the body names it
 * @param tenantId whose it claims to be; null where the topic names nobody
 * @param deviceId likewise
 * @param token to be presented beside the body; null where the body holds it, or there is none
 */
@SuppressWarnings("ArrayRecordComponent") // compared by its parts
public record SimulatedMessage(
    long index,
    String messageId,
    Form form,
    String topic,
    @Nullable String tenantId,
    @Nullable String deviceId,
    @Nullable String token,
    byte[] body,
    Expectation expectation) {

  /** The two forms of a message. */
  public enum Form {
    NATIVE,
    ENVELOPE
  }

  /** Without what may hold a token. */
  @Override
  public String toString() {
    return "SimulatedMessage[" + index + ", " + form + ", " + expectation + ']';
  }
}
