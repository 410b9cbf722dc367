package dev.weir.jetstream;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code NATS_URL}, its secrets taken out of its address. Read by hand: {@link
 * java.net.URI} refuses the underscores that Compose puts into host names.
 */
record ServerUrl(String scheme, String host, int port, NatsLogin login) {

  private static final Pattern FORM =
      Pattern.compile(
          "(?:(?<scheme>[a-z]+)://)?(?:(?<login>.*)@)?"
              + "(?<host>\\[[0-9a-fA-F:.]+]|[A-Za-z0-9._-]+)(?::(?<port>[0-9]{1,5}))?/?");

  /**
   * Reads an entry.
   *
   * @param number of the entry, for the error
   * @throws IllegalArgumentException it is none
   */
  static ServerUrl parse(String entry, int number) {
    Matcher matcher = FORM.matcher(entry);
    if (!matcher.matches()) {
      throw wrong(number, "is not of the form nats://[user:password@]host[:port]");
    }
    String scheme = matcher.group("scheme") == null ? "nats" : matcher.group("scheme");
    if (!scheme.equals("nats") && !scheme.equals("tls")) {
      throw wrong(number, "has a scheme other than nats:// and tls://");
    }
    int port = matcher.group("port") == null ? 4222 : Integer.parseInt(matcher.group("port"));
    if (port < 1 || port > 65_535) {
      throw wrong(number, "has a port that is not from 1 to 65535");
    }
    return new ServerUrl(
        scheme, matcher.group("host"), port, login(matcher.group("login"), number));
  }

  String address() {
    return scheme + "://" + host + ':' + port;
  }

  private static NatsLogin login(@Nullable String text, int number) {
    if (text == null || text.isEmpty()) {
      return new NatsLogin.Anonymous();
    }
    int colon = text.indexOf(':');
    if (colon < 0) {
      return new NatsLogin.Token(decode(text, number));
    }
    return new NatsLogin.UserPassword(
        decode(text.substring(0, colon), number), decode(text.substring(colon + 1), number));
  }

  private static String decode(String text, int number) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException badEscape) {
      // Without its cause, whose message quotes the secret.
      throw wrong(number, "has a login with a % that is not followed by two hex digits");
    }
  }

  private static IllegalArgumentException wrong(int number, String what) {
    return new IllegalArgumentException("NATS server " + number + ' ' + what);
  }
}
