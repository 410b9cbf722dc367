package dev.weir.app.simulate;

import org.jspecify.annotations.Nullable;

/**
 * A device's payload in the making: each part is the JSON that will stand there, null leaves it
 * out. Owned by one thread.
 */
final class Payload {

  @Nullable String siteId;
  @Nullable String ts;
  @Nullable String seq;
  @Nullable String metrics;
  @Nullable String token;
  @Nullable String version = "\"1\"";
  @Nullable String tenantId;
  @Nullable String deviceId;
  @Nullable String latitude;
  @Nullable String longitude;
  @Nullable String firmware;
  @Nullable String attempt;

  String toJson() {
    StringBuilder json = new StringBuilder(400);
    json.append('{');
    add(json, "version", version);
    add(json, "tenant_id", tenantId);
    add(json, "device_id", deviceId);
    add(json, "site_id", siteId);
    add(json, "ts", ts);
    add(json, "seq", seq);
    add(json, "lat", latitude);
    add(json, "lng", longitude);
    add(json, "metrics", metrics);
    add(json, "firmware", firmware);
    add(json, "attempt", attempt);
    add(json, "provision_token", token);
    return json.append('}').toString();
  }

  /** A JSON string of a text without control characters. */
  static String quote(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static void add(StringBuilder json, String name, @Nullable String value) {
    if (value != null) {
      if (json.length() > 1) {
        json.append(',');
      }
      json.append('"').append(name).append("\":").append(value);
    }
  }
}
