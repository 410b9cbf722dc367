package dev.weir.core.payload;

import dev.weir.core.json.JsonScanner;
import dev.weir.core.json.JsonToken;
import dev.weir.core.message.Envelope;
import dev.weir.core.message.Replay.Resolved;
import dev.weir.core.message.Slice;
import org.jspecify.annotations.Nullable;

/**
 * The topic and the payload of a message, whichever form it came in: as a header and a body, or as
 * members of an envelope. Owned by one lane.
 */
public final class MessageParts {

  private final JsonScanner scanner = new JsonScanner();

  private @Nullable String topic;
  private @Nullable String username;
  private @Nullable Slice payload;
  private @Nullable String fault;
  private boolean parsed;
  private long size;

  /** Opens a message; the getters then tell what is in it. */
  public void open(Envelope envelope) {
    topic = envelope.topic();
    username = null;
    payload = null;
    fault = null;
    parsed = true;
    if (topic != null) {
      username = nullIfEmpty(envelope.username());
      payload = Slice.of(envelope.body());
    } else {
      openEnvelope(envelope.body());
    }
    size = size(envelope);
  }

  /** Null where none is named. */
  public @Nullable String topic() {
    return topic;
  }

  /** The identity that is vouched for; null where none is. */
  public @Nullable String username() {
    return username;
  }

  /** Null where there is none, or none that can be JSON. */
  public @Nullable Slice payload() {
    return payload;
  }

  /** Bytes of the payload as they arrived; 0 where none can be read. */
  public long size() {
    return size;
  }

  /** Whether the envelope, where there is one, is a JSON object. */
  public boolean isParsed() {
    return parsed;
  }

  /** What is wrong with the envelope or its payload; null where nothing is. */
  public @Nullable String fault() {
    return fault;
  }

  /** What was cut was larger, never smaller, whatever the header says. */
  private long size(Envelope envelope) {
    if (envelope.replay() instanceof Resolved replay) {
      return replay.bodySize();
    }
    return Math.max(envelope.originalSize(), payload == null ? 0 : payload.length());
  }

  private void openEnvelope(byte[] body) {
    scanner.reset(body, 0, body.length, JsonScanner.MAX_DEPTH);
    JsonToken token = scanner.next();
    if (token != JsonToken.OBJECT_START) {
      parsed = false;
      fault = token == JsonToken.ERROR ? scanner.error() : "the envelope is not an object";
      return;
    }
    fault = "the envelope has no payload";
    while ((token = scanner.next()) == JsonToken.KEY) {
      member(body);
    }
    // the object's end, or an error; after the end only white space may follow
    if (token == JsonToken.ERROR || scanner.next() == JsonToken.ERROR) {
      parsed = false;
      topic = null;
      username = null;
      payload = null;
      fault = "envelope: " + scanner.error();
    }
  }

  private void member(byte[] body) {
    boolean isTopic = scanner.string().valueEquals("topic");
    boolean isPayload = scanner.string().valueEquals("payload");
    boolean isUsername = scanner.string().valueEquals("username");
    JsonToken value = scanner.next();
    int start = scanner.tokenStart();
    if (!scanner.skip(value)) {
      return; // the caller's next token is the error
    }
    if (isTopic) {
      topic = text(value);
    } else if (isUsername) {
      username = nullIfEmpty(text(value));
    } else if (isPayload) {
      payload(value, new Slice(body, start, scanner.tokenEnd() - start));
    }
  }

  private void payload(JsonToken value, Slice slice) {
    payload = slice;
    fault = null;
    if (value == JsonToken.NULL) {
      payload = null;
      fault = "the envelope has no payload";
    } else if (value == JsonToken.STRING && scanner.string().hasLoneSurrogate()) {
      // which has no bytes in UTF-8: the string stays as it stands in the envelope
      fault = "payload holds half of a surrogate pair";
    } else if (value == JsonToken.STRING) {
      payload = Slice.of(scanner.string().utf8());
    } else if (value != JsonToken.OBJECT_START) {
      fault = "payload is neither an object nor a string holding JSON";
    }
  }

  private @Nullable String text(JsonToken value) {
    return value == JsonToken.STRING ? scanner.string().value() : null;
  }

  private static @Nullable String nullIfEmpty(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }
}
