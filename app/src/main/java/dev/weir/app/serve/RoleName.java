package dev.weir.app.serve;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** What a process may be asked to do. */
public enum RoleName {
  INGEST("ingest"),
  ROUTE_DELIVERY("route-delivery"),
  MQTT_BRIDGE("mqtt-bridge"),
  HTTP("http");

  private final String text;

  RoleName(String text) {
    this.text = text;
  }

  /**
   * Reads a comma-separated list.
   *
   * @throws IllegalArgumentException one is unknown or given twice
   */
  public static Set<RoleName> parse(String list) {
    Set<RoleName> roles = EnumSet.noneOf(RoleName.class);
    for (String text : list.split(",", -1)) {
      RoleName role = byText(text.strip());
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
