package dev.weir.jetstream;

import dev.weir.core.message.Envelope;
import dev.weir.core.message.RecentStrings;
import dev.weir.core.stream.StreamException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Makes envelopes of delivered messages, and holds the delivery to its promise: from the first
 * message on, none is left out. Owned by one thread.
 */
final class EnvelopeDecoder {

  private final AckSubject ack = new AckSubject();
  private final MessageHeaders headers = new MessageHeaders();
  private final RecentStrings recent = new RecentStrings();
  private long lastStreamSeq;
  private long lastConsumerSeq;

  /**
   * A decoder for a new consumer.
   *
   * @param startSeq the first stream sequence that may come
   */
  EnvelopeDecoder(long startSeq) {
    this.lastStreamSeq = startSeq - 1;
  }

  /**
   * The message of a frame.
   *
   * @throws StreamException it is not the one that has to follow
   */
  Envelope decode(FrameReader frame) {
    byte[] bytes = frame.buffer();
    if (!ack.parse(bytes, frame.replyFrom(), frame.replyTo())) {
      throw new StreamException("a message came without its place in the stream");
    }
    checkFollows();
    headers.parse(bytes, frame.headerFrom(), frame.bodyFrom());
    String topic = headers.topic();
    Envelope envelope =
        new Envelope(
            ack.streamSeq(),
            ack.timeNanos(),
            recent.of(lastToken(bytes, frame.subjectFrom(), frame.subjectTo())),
            topic == null ? null : recent.of(topic),
            headers.token(),
            headers.username(),
            headers.originalSize(),
            Arrays.copyOfRange(bytes, frame.bodyFrom(), frame.bodyTo()));
    return headers.replay() < 0 ? envelope : envelope.asking(headers.replay());
  }

  /** How many messages the consumer has delivered to us. */
  long lastConsumerSeq() {
    return lastConsumerSeq;
  }

  /** Messages in the stream after the last one decoded. */
  long pending() {
    return ack.pending();
  }

  /**
   * Deliveries are numbered without a hole; a stream's own numbers have holes where messages were
   * deleted, which is for the lane to count.
   */
  private void checkFollows() {
    if (ack.consumerSeq() != lastConsumerSeq + 1) {
      throw new StreamException(
          "delivery " + ack.consumerSeq() + " came after " + lastConsumerSeq + ": some are lost");
    }
    if (ack.streamSeq() <= lastStreamSeq) {
      throw new StreamException(
          "sequence " + ack.streamSeq() + " came after " + lastStreamSeq + ": not in order");
    }
    lastConsumerSeq = ack.consumerSeq();
    lastStreamSeq = ack.streamSeq();
  }

  private static String lastToken(byte[] bytes, int from, int to) {
    int start = to;
    while (start > from && bytes[start - 1] != '.') {
      start--;
    }
    return new String(bytes, start, to - start, StandardCharsets.UTF_8);
  }
}
