package dev.weir.delivery.destination;

import dev.weir.core.route.InvalidRouteException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the members of a configuration, and gathers what is wrong with them. */
final class ConfigReader {

  /** Stands where a URL is wrong: nobody sees it, for {@link #finish} throws. */
  private static final URI NOWHERE = URI.create("http://invalid");

  private final JsonNode object;
  private final List<String> faults = new ArrayList<>();
  private final Set<String> known = new HashSet<>();

  ConfigReader(JsonNode object) {
    this.object = object;
  }

  void fault(String fault) {
    faults.add(fault);
  }

  boolean has(String name) {
    known.add(name);
    return object.has(name) && !object.get(name).isNull();
  }

  @Nullable JsonNode get(String name) {
    return has(name) ? object.get(name) : null;
  }

  /** A string of 1 to so many characters; null where there is none. */
  @Nullable String text(String name, boolean required, int maxLength) {
    JsonNode value = get(name);
    if (value == null) {
      if (required) {
        fault(name + " is missing");
      }
      return null;
    }
    String text = value.isString() ? value.stringValue() : "";
    if (text.isEmpty() || text.codePointCount(0, text.length()) > maxLength) {
      fault(name + " must be a string of 1 to " + maxLength + " characters");
      return null;
    }
    if (text.codePoints().anyMatch(c -> Character.isISOControl(c) || isHalf(c))) {
      fault(name + " must not hold control characters or halves of surrogate pairs");
      return null;
    }
    return text;
  }

  /** A number within bounds, which are included; null where there is none. */
  @Nullable Double number(String name, double min, double max) {
    JsonNode value = get(name);
    if (value == null) {
      return null;
    }
    if (!value.isNumber() || !(value.doubleValue() >= min && value.doubleValue() <= max)) {
      fault("%s must be a number from %.0f to %.0f".formatted(name, min, max));
      return null;
    }
    return value.doubleValue();
  }

  /** An absolute URL with a host, without credentials and fragment. */
  URI url(String name, boolean required, int maxLength, List<String> schemes) {
    String text = text(name, required, maxLength);
    if (text == null) {
      return NOWHERE;
    }
    try {
      URI url = new URI(text);
      String fault = fault(url, schemes);
      if (fault == null) {
        return url;
      }
      fault(name + ' ' + fault);
    } catch (URISyntaxException e) {
      fault(name + " must be a URL of ASCII, other characters percent-encoded or in Punycode");
    }
    return NOWHERE;
  }

  /**
   * Ends the reading.
   *
   * @throws InvalidRouteException something was wrong
   */
  void finish() {
    object
        .propertyNames()
        .forEach(name -> {
          if (!known.contains(name)) {
            fault("destination_config has the unknown member " + printable(name));
          }
        });
    if (!faults.isEmpty()) {
      throw new InvalidRouteException(String.join("; ", faults));
    }
  }

  private static @Nullable String fault(URI url, List<String> schemes) {
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    if (!schemes.contains(scheme)) {
      return "must begin with " + String.join(":// or ", schemes) + "://";
    }
    if (url.getRawUserInfo() != null || String.valueOf(url.getRawAuthority()).contains("@")) {
      return "must not hold credentials";
    }
    if (url.getHost() == null || url.getHost().contains("%")) {
      return "must name a host, by its name or address, without a zone";
    }
    if (url.getPort() == 0 || url.getPort() > 65_535) {
      return "must have a port from 1 to 65535";
    }
    return url.getRawFragment() == null ? null : "must not have a fragment";
  }

  private static String printable(String name) {
    String cut = name.length() > 40 ? name.substring(0, 40) : name;
    return cut.replaceAll("[^\\x20-\\x7E]", "?");
  }

  private static boolean isHalf(int c) {
    return Character.getType(c) == Character.SURROGATE;
  }
}
