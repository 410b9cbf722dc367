package dev.weir.jetstream;

import dev.weir.core.delivery.QueuedJob;
import dev.weir.core.message.Subjects;
import dev.weir.core.message.Topic;
import dev.weir.core.route.RouteJob;
import dev.weir.core.stream.StreamException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Makes jobs of delivered messages. Owned by one thread. */
final class JobDecoder {

  private static final int MAX_DELIVERY_ID = 256;

  static final String PREFIX = "routes.";

  private final AckSubject ack = new AckSubject();
  private final MessageHeaders headers = new MessageHeaders();
  private final BrokerClock clock;
  private final HeldMessage.Voice voice;

  JobDecoder(BrokerClock clock, HeldMessage.Voice voice) {
    this.clock = clock;
    this.voice = voice;
  }

  /**
   * The job of a frame, or what is wrong with it.
   *
   * @throws StreamException the frame does not say how to answer it
   */
  QueuedJob decode(FrameReader frame) {
    byte[] bytes = frame.buffer();
    if (!ack.parse(bytes, frame.replyFrom(), frame.replyTo())) {
      throw new StreamException("a job came without its place in the stream");
    }
    headers.parse(bytes, frame.headerFrom(), frame.bodyFrom());
    String subject = text(bytes, frame.subjectFrom(), frame.subjectTo());
    String reply = text(bytes, frame.replyFrom(), frame.replyTo());
    String fault = fault(subject);
    RouteJob job =
        fault == null ? job(Arrays.copyOfRange(bytes, frame.bodyFrom(), frame.bodyTo())) : null;
    return new HeldMessage(
        job,
        fault == null ? null : fault + ", sequence " + ack.streamSeq(),
        ack.timeNanos(),
        reply,
        clock,
        voice);
  }

  private RouteJob job(byte[] payload) {
    String topic = String.valueOf(headers.topic());
    return new RouteJob(
        headers.routeId(),
        String.valueOf(Topic.readableTenant(topic)),
        String.valueOf(headers.deliveryId()),
        topic,
        payload);
  }

  private @Nullable String fault(String subject) {
    String tenant =
        subject.startsWith(PREFIX)
            ? Subjects.decodeTenant(subject.substring(PREFIX.length()))
            : null;
    if (tenant == null) {
      return "its subject names no tenant";
    }
    Topic topic = headers.topic() == null ? null : Topic.parse(headers.topic());
    if (topic == null) {
      return "it has no " + MessageHeaders.TOPIC + " of a device";
    }
    if (!topic.tenantId().equals(tenant)) {
      return "its topic is another tenant's";
    }
    if (headers.routeId() <= 0) {
      return "it has no " + MessageHeaders.ROUTE_ID;
    }
    return isDeliveryId(headers.deliveryId()) ? null : "it has no " + MessageHeaders.DELIVERY_ID;
  }

  private static boolean isDeliveryId(@Nullable String id) {
    return id != null
        && id.length() <= MAX_DELIVERY_ID
        && id.chars().allMatch(c -> c > 0x20 && c < 0x7F);
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }
}
