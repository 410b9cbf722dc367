package dev.weir.delivery.mqtt;

import dev.weir.core.message.Topic;
import dev.weir.core.route.InvalidRouteException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What a template takes from a message's topic. */
enum Placeholder implements Piece {
  TENANT_ID("{tenant_id}"),
  DEVICE_ID("{device_id}"),
  MSG_TYPE("{msg_type}");

  private final String written;

  Placeholder(String written) {
    this.written = written;
  }

  /** As it stands in a template. */
  String written() {
    return written;
  }

  /** The one that stands at a place of a template; null for none. */
  static @Nullable Placeholder at(String template, int place) {
    return Arrays.stream(values())
        .filter(one -> template.startsWith(one.written, place))
        .findFirst()
        .orElse(null);
  }

  /** Neither levels nor wildcards come in by a value: those of ids are refused, whoever made it. */
  @Override
  public String expand(Topic topic) {
    String found = value(topic);
    if (!isValid(found)) {
      throw new InvalidRouteException("topic: the message has no valid value for " + written);
    }
    return found;
  }

  @Override
  public boolean canBe(String text, int from, int to) {
    return isValid(text.substring(from, to));
  }

  private String value(Topic topic) {
    return switch (this) {
      case TENANT_ID -> topic.tenantId();
      case DEVICE_ID -> topic.deviceId();
      case MSG_TYPE -> topic.msgType();
    };
  }

  private boolean isValid(String value) {
    return switch (this) {
      case TENANT_ID, DEVICE_ID -> Topic.isId(value);
      case MSG_TYPE -> Topic.isMsgType(value);
    };
  }
}
