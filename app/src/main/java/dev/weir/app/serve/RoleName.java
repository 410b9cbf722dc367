package dev.weir.app.serve;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** What a process may be asked to do. */
public enum RoleName {
  INGEST("ingest", true),
  ROUTE_DELIVERY("route-delivery", false),
  MQTT_BRIDGE("mqtt-bridge", false),
  HTTP("http", false);

  private final String text;
  private final boolean built;

  RoleName(String text, boolean built) {
    this.text = text;
    this.built = built;
  }

  /**
   * Reads a comma-separated list.
   *
   * @throws IllegalArgumentException one is unknown, given twice, or not in this version
   */
  public static Set<RoleName> parse(String list) {
    Set<RoleName> roles = EnumSet.noneOf(RoleName.class);
    for (String text : list.split(",", -1)) {
      RoleName role = byText(text.strip());
      if (!role.built) {
        throw new IllegalArgumentException("role " + role + " is not in this version");
      }
      if (!roles.add(role)) {
        throw new IllegalArgumentException("role " + role + " is given twice");
      }
    }
    return roles;
  }

  private static RoleName byText(String text) {
    return Arrays.stream(values())
        .filter(role -> role.text.equals(text))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException("\"" + text + "\" is no role; roles are " + allTexts()));
  }

  private static String allTexts() {
    return Arrays.stream(values()).map(RoleName::toString).collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return text;
  }
}
