package dev.weir.gateway.mqtt;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a client's messages go, in the client's own thread. */
final class Intake {

  private static final Logger log = LoggerFactory.getLogger(Intake.class);

  /** What is kept of a payload that is too large for a stream. */
  private static final int BEGINNING_BYTES = 1_024;

  private static final byte[] NOTHING = {};

  private final Forwarder forwarder;
  private final LongSupplier maxBodyBytes;

  /**
   * Makes it.
   *
   * @param maxBodyBytes the largest body that streams take now
   */
  Intake(Forwarder forwarder, LongSupplier maxBodyBytes) {
    this.forwarder = forwarder;
    this.maxBodyBytes = maxBodyBytes;
  }

  /**
   * Takes a message. A fault of ours ends the connection: nothing is lost by that, while the client
   * would go on without ever handing over another.
   */
  void receive(
      Link link,
      String topic,
      Optional<ByteBuffer> payload,
      @Nullable String identity,
      boolean kept,
      Runnable receipt) {
    try {
      ByteBuffer bytes = payload.map(ByteBuffer::duplicate).orElse(null);
      long size = bytes == null ? 0 : bytes.remaining();
      byte[] body =
          bytes == null
              ? NOTHING
              : new byte[(int) (size > maxBodyBytes.getAsLong() ? BEGINNING_BYTES : size)];
      if (bytes != null) {
        bytes.get(body);
      }
      forwarder.accept(link, new Incoming(topic, body, size, identity, kept, receipt));
    } catch (RuntimeException e) {
      log.error("a message could not be taken by a fault of ours; connecting anew", e);
      link.end(new Link.End("a fault of ours: " + e.getClass().getSimpleName(), false));
    }
  }
}
