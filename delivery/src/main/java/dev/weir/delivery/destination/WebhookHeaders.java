package dev.weir.delivery.destination;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Headers that a route adds: none that the message, the connection or the signature needs. */
final class WebhookHeaders {

  private static final int MAX_HEADERS = 20;
  private static final int MAX_VALUE_LENGTH = 1_024;
  private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}");
  private static final Pattern VALUE =
      Pattern.compile("[\\x21-\\x7E]([\\x20-\\x7E]*[\\x21-\\x7E])?");

  private static final Set<String> OURS =
      Set.of(
          "host",
          "connection",
          "keep-alive",
          "proxy-connection",
          "proxy-authorization",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "expect",
          "user-agent",
          "accept-encoding",
          "http2-settings");

  private WebhookHeaders() {}

  static Map<String, String> read(ConfigReader reader) {
    JsonNode headers = reader.get("headers");
    if (headers == null) {
      return Map.of();
    }
    if (!headers.isObject() || headers.size() > MAX_HEADERS) {
      reader.fault("headers must be an object of at most " + MAX_HEADERS + " strings");
      return Map.of();
    }
    Map<String, String> read = new LinkedHashMap<>();
    Set<String> names = new HashSet<>();
    headers
        .properties()
        .forEach(header -> {
          String name = header.getKey();
          String value = header.getValue().isString() ? header.getValue().stringValue() : "";
          if (!NAME.matcher(name).matches()) {
            reader.fault("headers must have names of HTTP");
          } else if (isOurs(name) || !names.add(name.toLowerCase(Locale.ROOT))) {
            reader.fault("headers must not hold " + name + ", or not twice");
          } else if (value.length() > MAX_VALUE_LENGTH || !VALUE.matcher(value).matches()) {
            reader.fault(
                "headers: %s must be 1 to %d characters of printable ASCII"
                    .formatted(name, MAX_VALUE_LENGTH));
          } else {
            read.put(name, value);
          }
        });
    return read;
  }

  private static boolean isOurs(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return OURS.contains(lower)
        || lower.startsWith("content-")
        || lower.startsWith("webhook-")
        || lower.startsWith("x-signature-");
  }
}
