package dev.weir.core.publish;

import dev.weir.core.json.JsonScanner;
import dev.weir.core.json.JsonToken;
import dev.weir.core.message.Slice;
import dev.weir.core.message.Topic;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The ids by which JetStream knows a message that comes again: fingerprints of the device's topic
 * and of what names the message, so that no tenant's id ever meets another's.
 */
public final class MessageId {

  private static final int BYTES = 16;

  private static final byte KEY = 'k';
  private static final byte READING = 'r';
  private static final byte ITEM = 'i';

  private MessageId() {}

  /**
   * By a key that the sender chose for the message, whatever its payload.
   *
   * @param token that the message presents, beside its payload or in it, null for none: a message
   *     that was let through unchecked, without the device's token, must not stand for one that has
   *     it
   */
  public static String ofKey(Topic topic, String key, @Nullable String token) {
    return text(name(digest(topic, token, null, KEY), key));
  }

  /**
   * By a key that the sender chose for several messages, each of which is told by its payload: not
   * by its place, for who sends the rest of them again counts anew.
   *
   * @param token that the message presents, null for none
   * @param occurrence of messages with these same bytes, from 0
   */
  public static String ofItem(
      Topic topic, String key, @Nullable String token, Slice payload, int occurrence) {
    MessageDigest digest = name(digest(topic, token, null, ITEM), key);
    digest.update(bytes(occurrence));
    digest.update(payload.bytes(), payload.offset(), payload.length());
    return text(digest);
  }

  /**
   * By the payload, where it has a {@code ts} or a {@code seq}: sent again it is the same reading.
   * Any other gets an id that no message ever had: the same words twice may be two messages.
   */
  public static String ofPayload(Topic topic, Slice payload) {
    return ofPayload(topic, payload, null, null);
  }

  /**
   * The same for a payload beside which travels what it presents.
   *
   * @param token null for none
   * @param identity that a broker vouches for; null for nobody's
   */
  public static String ofPayload(
      Topic topic, Slice payload, @Nullable String token, @Nullable String identity) {
    if (!namesItself(payload)) {
      return unique();
    }
    MessageDigest digest = digest(topic, token, identity, READING);
    digest.update(payload.bytes(), payload.offset(), payload.length());
    return text(digest);
  }

  /** One that no message ever had. */
  public static String unique() {
    return UUID.randomUUID().toString();
  }

  private static boolean namesItself(Slice payload) {
    JsonScanner scanner = new JsonScanner();
    int end = payload.offset() + payload.length();
    scanner.reset(payload.bytes(), payload.offset(), end, JsonScanner.MAX_DEPTH);
    if (scanner.next() != JsonToken.OBJECT_START) {
      return false;
    }
    while (scanner.next() == JsonToken.KEY) {
      boolean names = scanner.string().valueEquals("ts") || scanner.string().valueEquals("seq");
      JsonToken value = scanner.next();
      if (names && value != JsonToken.NULL && value != JsonToken.ERROR) {
        return true;
      }
      scanner.skip(value);
    }
    return false;
  }

  private static MessageDigest digest(
      Topic topic, @Nullable String token, @Nullable String identity, byte kind) {
    MessageDigest digest = sha256();
    name(digest, topic.toString());
    name(digest, token);
    name(digest, identity);
    digest.update(kind);
    return digest;
  }

  /** With its length before it: a token may hold any character, and must not run into the next. */
  private static MessageDigest name(MessageDigest digest, @Nullable String name) {
    if (name == null) {
      digest.update(bytes(-1));
    } else {
      byte[] text = name.getBytes(StandardCharsets.UTF_8);
      digest.update(bytes(text.length));
      digest.update(text);
    }
    return digest;
  }

  private static byte[] bytes(int number) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
  }

  private static String text(MessageDigest digest) {
    byte[] hash = Arrays.copyOf(digest.digest(), BYTES);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
