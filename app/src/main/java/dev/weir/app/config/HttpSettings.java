package dev.weir.app.config;

/**
 * Where health, metrics and the endpoints of the roles are served.
 *
 * @param host address to bind
 * @param port 0 for any that is free
 */
public record HttpSettings(String host, int port) {

  static final Variable<String> HTTP_HOST =
      Variable.of("HTTP_HOST", Types.host(), "0.0.0.0", "address to bind");
  static final Variable<Integer> HTTP_PORT =
      Variable.of(
          "HTTP_PORT",
          Types.integer(0, 65_535),
          8080,
          "health, metrics and endpoints of the roles in this process; 0 takes a free one");

  static final VariableGroup VARIABLES = VariableGroup.of("HTTP", HTTP_HOST, HTTP_PORT);

  static HttpSettings from(Values values) {
    return new HttpSettings(values.get(HTTP_HOST), values.get(HTTP_PORT));
  }
}
