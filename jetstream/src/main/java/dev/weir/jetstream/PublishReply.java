package dev.weir.jetstream;

import dev.weir.core.publish.Acknowledgement;
import io.nats.client.support.JsonParseException;
import io.nats.client.support.JsonParser;
import io.nats.client.support.JsonValue;
import io.nats.client.support.JsonValueUtils;

/** JetStream's answer to a published message. */
sealed interface PublishReply {

  record Stored(Acknowledgement acknowledgement) implements PublishReply {}

  record Refused(String reason) implements PublishReply {}

  /**
   * The message's id is known, and nothing that is stored belongs to it: a cluster is still about
   * to store it, or never will, where its leader has died meanwhile.
   */
  record InProcess() implements PublishReply {}

  byte[] STREAM = MessageHeaders.ascii("{\"stream\":\"");
  byte[] SEQ = MessageHeaders.ascii("\"seq\":");

  /** JetStream's error: duplicate message id is in process. */
  int ID_IN_PROCESS = 10_158;

  /**
   * Whether it is the answer that nearly all are, found without reading all of it: the name of a
   * stream and a sequence. Errors begin in another way; what is not seen here is to be parsed.
   */
  static boolean isPlainlyStored(byte[] bytes, int from, int to) {
    return MessageHeaders.startsWith(bytes, from, to, STREAM)
        && sequenceFollows(bytes, from + STREAM.length, to);
  }

  private static boolean sequenceFollows(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == '"' && MessageHeaders.startsWith(bytes, i, to, SEQ)) {
        int digit = i + SEQ.length;
        return digit < to && bytes[digit] >= '1' && bytes[digit] <= '9';
      }
    }
    return false;
  }

  static PublishReply parse(byte[] json) {
    try {
      JsonValue reply = JsonParser.parse(json);
      JsonValue error = JsonValueUtils.readValue(reply, "error");
      if (error != null) {
        return JsonValueUtils.readInteger(error, "err_code", 0) == ID_IN_PROCESS
            ? new InProcess()
            : new Refused(JsonValueUtils.readString(error, "description", "without a reason"));
      }
      long seq = JsonValueUtils.readLong(reply, "seq", 0);
      // Servers before 2.11 have no error for it: they say "duplicate", of the sequence 0.
      return seq < 1
          ? new InProcess()
          : new Stored(
              new Acknowledgement(
                  JsonValueUtils.readString(reply, "stream", ""),
                  seq,
                  JsonValueUtils.readBoolean(reply, "duplicate", false)));
    } catch (JsonParseException e) {
      return new Refused("an answer that is not JetStream's");
    }
  }
}
