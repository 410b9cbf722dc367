package dev.weir.gateway.mqtt;

import dev.weir.core.message.Slice;
import dev.weir.core.message.Topic;
import dev.weir.core.publish.DeviceSubject;
import dev.weir.core.publish.MessageId;
import dev.weir.core.publish.OutboundMessage;
import dev.weir.core.publish.TopicHeader;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a broker's message one for the streams: the body as it is, the topic beside it.
 *
 * <p>MQTT does not tell who published a message. A user property may, where nobody but the broker
 * can have set it: on topics under a prefix that devices may not write.
 */
final class Translation {

  /** {@code tenant_id/device_id}. */
  private static final int MAX_IDENTITY_LENGTH = 2 * Topic.MAX_ID_LENGTH + 1;

  private final int partitions;
  private final @Nullable String identityPrefix;

  /**
   * Makes it.
   *
   * @param partitions into which devices are divided
   * @param identityPrefix null where no message names its publisher
   */
  Translation(int partitions, @Nullable String identityPrefix) {
    this.partitions = partitions;
    this.identityPrefix = identityPrefix;
  }

  OutboundMessage toOutbound(Incoming incoming) {
    boolean vouched = identityPrefix != null && incoming.topic().startsWith(identityPrefix);
    String name =
        vouched && identityPrefix != null
            ? incoming.topic().substring(identityPrefix.length())
            : incoming.topic();
    Topic topic = Topic.parse(name);
    boolean cut = incoming.size() > incoming.payload().length;
    return new OutboundMessage(
        DeviceSubject.of(name, topic, partitions),
        TopicHeader.of(name),
        null,
        vouched ? printable(incoming.identity()) : null,
        null,
        // the beginning of a message does not name it
        topic == null || cut
            ? MessageId.unique()
            : MessageId.ofPayload(
                topic,
                Slice.of(incoming.payload()),
                null,
                vouched ? printable(incoming.identity()) : null),
        cut ? incoming.size() : null,
        null,
        incoming.payload());
  }

  /** An identity that cannot be a header's value is nobody's that we know. */
  private static @Nullable String printable(@Nullable String identity) {
    return identity != null
            && !identity.isEmpty()
            && identity.length() <= MAX_IDENTITY_LENGTH
            && identity.chars().allMatch(c -> c >= 0x21 && c <= 0x7E)
        ? identity
        : null;
  }
}
