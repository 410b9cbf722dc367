package dev.weir.core.route;

/**
 * One message that is to be brought to the destination of one route.
 *
 * @param deliveryId the same however often it is published, delivered or replayed; printable ASCII
 * @param topic of the message
 * @param payload as the device sent it, but for its token; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record RouteJob(
    long routeId, String tenantId, String deliveryId, String topic, byte[] payload) {

  /** Names no content. */
  @Override
  public String toString() {
    return "RouteJob[" + deliveryId + ", " + payload.length + " bytes]";
  }
}
