package dev.weir.delivery.mqtt;

import dev.weir.core.message.Topic;
import dev.weir.core.route.InvalidRouteException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A topic in which {@code {tenant_id}}, {@code {device_id}} and {@code {msg_type}} stand for a
 * message's own, also for a part of a level: {@code site/{device_id}-copy}.
 *
 * <p>None can become a topic of devices, {@code tenant/{tenant_id}/device/{device_id}/{msg_type}},
 * whoever the device is: a message that went there would come in again, and go there again, without
 * an end.
 */
public final class TopicTemplate {

  public static final int MAX_BYTES = 512;

  private static final String DEVICE_TOPIC = "tenant/+/device/+/+";

  private final String text;
  private final List<TemplateLevel> levels;

  private TopicTemplate(String text) {
    this.text = text;
    levels = Arrays.stream(text.split("/", -1)).map(TemplateLevel::parse).toList();
  }

  /**
   * Reads one: 1 to 512 bytes of UTF-8, without wildcards, control characters and non-characters;
   * no first level that begins with {@code $}.
   *
   * @throws InvalidRouteException it is none, or can become a topic of devices
   */
  public static TopicTemplate parse(String text) {
    requireTopic(text);
    TopicTemplate made = new TopicTemplate(text);
    if (made.canMatch(DEVICE_TOPIC)) {
      throw new InvalidRouteException(
          "topic: can become a topic of devices, tenant/{tenant_id}/device/{device_id}/{msg_type}:"
              + " its messages would come in again");
    }
    return made;
  }

  /**
   * The topic for a message.
   *
   * @throws InvalidRouteException the message's topic holds what no topic of a device can
   */
  public String expand(Topic of) {
    return levels.stream().map(level -> level.expand(of)).collect(Collectors.joining("/"));
  }

  /**
   * Whether some message would come in again by filters of the bridge, if this were a topic of the
   * broker that the bridge reads: refused as {@code BAD_TOPIC_FORMAT}, since it is no device's.
   *
   * @param filters MQTT topic filters
   */
  public boolean comesBack(List<String> filters) {
    return filters.stream().anyMatch(this::canMatch);
  }

  /**
   * Checks one for the broker that the bridge reads.
   *
   * @param prefix of the topics in which that broker names publishers, which the bridge takes away;
   *     ends with a slash. Null where there is none
   * @throws InvalidRouteException it can become a topic of devices behind the prefix
   */
  public void requireNotBehind(@Nullable String prefix) {
    if (prefix != null && canMatch(prefix + DEVICE_TOPIC)) {
      throw new InvalidRouteException(
          "topic: can become a topic of devices behind "
              + prefix
              + " (MQTT_IDENTITY_TOPIC_PREFIX): its messages would come in again");
    }
  }

  /** As it is configured. */
  @Override
  public String toString() {
    return text;
  }

  private boolean canMatch(String filter) {
    String[] wanted = filter.split("/", -1);
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i].equals("#")) {
        return true; // also of the level above
      }
      if (i == levels.size() || !(wanted[i].equals("+") || levels.get(i).canBe(wanted[i]))) {
        return false;
      }
    }
    return wanted.length == levels.size();
  }

  private static void requireTopic(String text) {
    if (text.isEmpty() || text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw new InvalidRouteException("topic: must be 1 to " + MAX_BYTES + " bytes of UTF-8");
    }
    if (text.startsWith("$")) {
      throw new InvalidRouteException("topic: must not begin with $, which is the broker's own");
    }
    if (text.contains("+") || text.contains("#")) {
      throw new InvalidRouteException("topic: must not hold the wildcards + and #");
    }
    if (text.codePoints().anyMatch(TopicTemplate::isForbidden)) {
      throw new InvalidRouteException(
          "topic: must not hold control characters, halves of surrogate pairs or non-characters");
    }
  }

  private static boolean isForbidden(int c) {
    return Character.isISOControl(c)
        || Character.getType(c) == Character.SURROGATE
        || (c & 0xFFFE) == 0xFFFE
        || (c >= 0xFDD0 && c <= 0xFDEF);
  }
}
