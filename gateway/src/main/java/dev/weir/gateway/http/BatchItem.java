package dev.weir.gateway.http;

import dev.weir.core.message.Envelope;
import dev.weir.core.message.Subjects;
import dev.weir.core.message.Topic;
import org.jspecify.annotations.Nullable;

/**
 * One message of a batch, as it stands there: its object is the payload.
 *
 * @param topic null where the item names none that this endpoint takes
 * @param payload the item's bytes
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record BatchItem(@Nullable Topic topic, byte[] payload) {

  /** What stands for a topic that is none. */
  private static final String NO_TOPIC = "%";

  Envelope envelope(long arrivalNanos) {
    return new Envelope(
        0,
        arrivalNanos,
        topic == null ? Subjects.UNREADABLE_TENANT : Subjects.encodeTenant(topic.tenantId()),
        topic == null ? NO_TOPIC : topic.toString(),
        null,
        null,
        -1,
        payload);
  }
}
