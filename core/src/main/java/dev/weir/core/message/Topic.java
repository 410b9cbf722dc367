package dev.weir.core.message;

import org.jspecify.annotations.Nullable;

/**
 * A device's topic: {@code tenant/{tenant_id}/device/{device_id}/{msg_type}}.
 *
 * @param tenantId 1 to 128 of {@code A-Z a-z 0-9 . _ : @ = -}
 * @param deviceId likewise
 * @param msgType 1 to 64 of {@code a-z 0-9 _ -}
 */
public record Topic(String tenantId, String deviceId, String msgType) {

  public static final int MAX_ID_LENGTH = 128;
  public static final int MAX_MSG_TYPE_LENGTH = 64;

  private static final String TENANT = "tenant/";
  private static final String DEVICE = "/device/";

  /** Reads a topic; null where it does not fit the scheme. */
  public static @Nullable Topic parse(String topic) {
    int tenantEnd = endOfTenant(topic);
    if (tenantEnd < 0 || !topic.startsWith(DEVICE, tenantEnd)) {
      return null;
    }
    int deviceStart = tenantEnd + DEVICE.length();
    int deviceEnd = topic.indexOf('/', deviceStart);
    if (deviceEnd < 0
        || !isId(topic, deviceStart, deviceEnd)
        || !isMsgType(topic, deviceEnd + 1, topic.length())) {
      return null;
    }
    return new Topic(
        topic.substring(TENANT.length(), tenantEnd),
        topic.substring(deviceStart, deviceEnd),
        topic.substring(deviceEnd + 1));
  }

  /** The tenant of a topic that may otherwise be wrong; null where none can be read. */
  public static @Nullable String readableTenant(String topic) {
    int tenantEnd = endOfTenant(topic);
    return tenantEnd < 0 ? null : topic.substring(TENANT.length(), tenantEnd);
  }

  public static boolean isId(String id) {
    return isId(id, 0, id.length());
  }

  public static boolean isMsgType(String msgType) {
    return isMsgType(msgType, 0, msgType.length());
  }

  @Override
  public String toString() {
    return TENANT + tenantId + DEVICE + deviceId + '/' + msgType;
  }

  private static int endOfTenant(String topic) {
    if (!topic.startsWith(TENANT)) {
      return -1;
    }
    int slash = topic.indexOf('/', TENANT.length());
    int end = slash < 0 ? topic.length() : slash;
    return isId(topic, TENANT.length(), end) ? end : -1;
  }

  private static boolean isId(String s, int from, int to) {
    if (to <= from || to - from > MAX_ID_LENGTH) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (!isIdChar(s.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isIdChar(char c) {
    return isLowerOrDigit(c)
        || (c >= 'A' && c <= 'Z')
        || c == '-'
        || c == '_'
        || c == '.'
        || c == ':'
        || c == '@'
        || c == '=';
  }

  private static boolean isMsgType(String s, int from, int to) {
    if (to <= from || to - from > MAX_MSG_TYPE_LENGTH) {
      return false;
    }
    for (int i = from; i < to; i++) {
      char c = s.charAt(i);
      if (!isLowerOrDigit(c) && c != '_' && c != '-') {
        return false;
      }
    }
    return true;
  }

  private static boolean isLowerOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }
}
