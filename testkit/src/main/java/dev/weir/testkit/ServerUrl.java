package dev.weir.testkit;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A database server as a URL of the environment names it. */
record ServerUrl(String hostAndPort, String database, String user, String password) {

  /** Reads {@code postgres://user:password@host:port/database} from a variable. */
  static ServerUrl fromEnvironment(String variable) {
    String text = System.getenv(variable);
    if (text == null || text.isBlank()) {
      throw new IllegalStateException(
          variable
              + " is not set: this test needs real servers; run ./weir stack up, then"
              + " eval \"$(./weir stack env)\", or let ./weir test do both");
    }
    URI uri = URI.create(text.strip());
    String[] credentials = split(uri.getRawUserInfo());
    return new ServerUrl(
        uri.getHost() + ':' + (uri.getPort() < 0 ? 5432 : uri.getPort()),
        uri.getPath().substring(1),
        credentials[0],
        credentials[1]);
  }

  String jdbcUrl(String name) {
    return "jdbc:postgresql://" + hostAndPort + '/' + name;
  }

  private static String[] split(@Nullable String userInfo) {
    String text = userInfo == null ? "" : userInfo;
    int colon = text.indexOf(':');
    return colon < 0
        ? new String[] {decode(text), ""}
        : new String[] {decode(text.substring(0, colon)), decode(text.substring(colon + 1))};
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
