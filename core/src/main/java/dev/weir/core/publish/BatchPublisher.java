package dev.weir.core.publish;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts many messages into a stream at once. Owned by one thread. */
public interface BatchPublisher extends AutoCloseable {

  /** What is known of a message that is not known to be in the stream. */
  enum Fault {
    /** It cannot be published as it is: too large, or a header value is not of printable ASCII. */
    UNFIT,
    /** The stream does not have it, and says why: most likely it is full. */
    REFUSED,
    /** It was not sent, or nobody said in time that the stream has it, or has not. */
    UNANSWERED
  }

  /**
   * Why a message is not known to be in the stream.
   *
   * @param reason for a person; holds no secret
   */
  record Unpublished(Fault fault, String reason) {}

  /**
   * Publishes in this order, each message once, and awaits the answers together.
   *
   * @param patience for all of it; a message whose turn did not come by then is not sent
   * @return as many as messages, each at its message's place; null where the stream has it
   */
  List<@Nullable Unpublished> publish(List<OutboundMessage> messages, Duration patience)
      throws InterruptedException;

  @Override
  void close();
}
