package dev.weir.jetstream;

import io.nats.client.support.JsonParseException;
import io.nats.client.support.JsonParser;
import io.nats.client.support.JsonValue;
import io.nats.client.support.JsonValueUtils;

/** JetStream's answer to a published message. */
sealed interface PublishReply {

  record Stored(Acknowledgement acknowledgement) implements PublishReply {}

  record Refused(String reason) implements PublishReply {}

  static PublishReply parse(byte[] json) {
    try {
      JsonValue reply = JsonParser.parse(json);
      JsonValue error = JsonValueUtils.readValue(reply, "error");
      if (error != null) {
        return new Refused(JsonValueUtils.readString(error, "description", "without a reason"));
      }
      return new Stored(
          new Acknowledgement(
              JsonValueUtils.readString(reply, "stream", ""),
              JsonValueUtils.readLong(reply, "seq", 0),
              JsonValueUtils.readBoolean(reply, "duplicate", false)));
    } catch (JsonParseException e) {
      return new Refused("an answer that is not JetStream's");
    }
  }
}
