package dev.weir.core.route;

/** What a delivery is called, however often it is tried. */
public final class DeliveryId {

  private DeliveryId() {}

  /**
   * Of a message and a route. The time of arrival tells a stream that was made again from the one
   * before it. No dot is in it: webhooks are signed with dots between the parts.
   *
   * @param seq of the message in its stream
   * @param arrivalNanos when the broker took it
   */
  public static String of(String stream, long seq, long arrivalNanos, long routeId) {
    return stream
        + '-'
        + seq
        + '-'
        + Long.toString(arrivalNanos, Character.MAX_RADIX)
        + '-'
        + routeId;
  }
}
