package dev.weir.core.publish;

/**
 * What JetStream says of a message it has.
 *
 * @param seq its sequence in the stream
 * @param duplicate whether it had it before, by the message id; {@code seq} is the former's then
 */
public record Acknowledgement(String stream, long seq, boolean duplicate) {}
