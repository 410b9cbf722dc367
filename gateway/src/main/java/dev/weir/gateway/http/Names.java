package dev.weir.gateway.http;

import dev.weir.core.message.ProvisionToken;
import dev.weir.core.message.Slice;
import dev.weir.core.message.Topic;
import dev.weir.core.publish.MessageId;
import dev.weir.gateway.http.Ruling.Passed;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ids of a request's messages, by which JetStream knows those that come again. */
@FunctionalInterface
interface Names {

  String of(Passed passed);

  /**
   * Of a request that is one message: its key alone names it, whatever the body.
   *
   * @param key null where the payload has to do
   */
  static Names single(@Nullable String key) {
    return passed ->
        key == null
            ? payload(passed)
            : MessageId.ofKey(passed.message().topic(), key, token(passed));
  }

  /**
   * Of a batch: its key with an item's bytes, so that the rest of a batch may come again under its
   * key. Used for one batch, in the order of its items.
   *
   * @param key null where the payloads have to do
   */
  static Names batch(@Nullable String key) {
    Map<ByteBuffer, Integer> occurrences = new HashMap<>();
    return passed -> {
      if (key == null) {
        return payload(passed);
      }
      byte[] body = passed.envelope().body();
      int count = occurrences.merge(ByteBuffer.wrap(body), 1, Integer::sum);
      Topic topic = passed.message().topic();
      return MessageId.ofItem(topic, key, token(passed), Slice.of(body), count - 1);
    };
  }

  private static String payload(Passed passed) {
    return MessageId.ofPayload(
        passed.message().topic(),
        Slice.of(passed.envelope().body()),
        passed.envelope().token(),
        null);
  }

  /** Of the header or of the payload; what cannot be a token is like none but no token. */
  private static @Nullable String token(Passed passed) {
    ProvisionToken token = passed.message().token();
    if (token == null) {
      return null;
    }
    return token.text() == null ? "" : token.text();
  }
}
