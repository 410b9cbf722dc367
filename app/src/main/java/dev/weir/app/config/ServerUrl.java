package dev.weir.app.config;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code scheme://user:password@host:port,host:port/path?name=value}. java.net.URI knows neither
 * several hosts nor underscores in them, and quotes the whole text in its errors; faults found here
 * quote nothing, for a password that holds a character which it should not may end up anywhere.
 *
 * @param scheme in lower case
 * @param user decoded; null where there is none
 * @param password decoded; null where there is none
 * @param path as written, without the slash before it
 * @param query as written; of a name given twice the last
 */
record ServerUrl(
    String scheme,
    @Nullable String user,
    @Nullable String password,
    List<HostPort> hosts,
    String path,
    Map<String, String> query) {

  /**
   * A host and its port.
   *
   * @param host an IPv6 address without its brackets
   * @param port 0 where none is given
   */
  record HostPort(String host, int port) {
    String withDefaultPort(int defaultPort) {
      String name = host.indexOf(':') < 0 ? host : '[' + host + ']';
      return name + ':' + (port == 0 ? defaultPort : port);
    }
  }

  static ServerUrl parse(String text, List<String> schemes) throws BadValueException {
    int schemeEnd = text.indexOf("://");
    String scheme = schemeEnd < 0 ? "" : text.substring(0, schemeEnd).toLowerCase(Locale.ROOT);
    if (!schemes.contains(scheme)) {
      throw new BadValueException("does not begin with " + String.join(":// or ", schemes) + "://");
    }
    if (text.chars().anyMatch(c -> c <= ' ' || c == 0x7F)) {
      throw new BadValueException("has spaces or control characters");
    }
    String rest = text.substring(schemeEnd + 3);
    int queryStart = indexOrEnd(rest, '?');
    int pathStart = Math.min(indexOrEnd(rest, '/'), queryStart);
    String authority = rest.substring(0, pathStart);
    int at = authority.lastIndexOf('@');
    String userInfo = at < 0 ? null : authority.substring(0, at);
    int colon = userInfo == null ? -1 : userInfo.indexOf(':');
    return new ServerUrl(
        scheme,
        userInfo == null ? null : decode(colon < 0 ? userInfo : userInfo.substring(0, colon)),
        userInfo == null || colon < 0 ? null : decode(userInfo.substring(colon + 1)),
        hosts(authority.substring(at + 1)),
        pathStart == queryStart ? "" : rest.substring(pathStart + 1, queryStart),
        query(queryStart == rest.length() ? "" : rest.substring(queryStart + 1)));
  }

  /** Undoes {@code %XX}; a plus sign stays one. */
  static String decode(String text) throws BadValueException {
    byte[] in = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer out = ByteBuffer.allocate(in.length);
    for (int i = 0; i < in.length; i++) {
      if (in[i] != '%') {
        out.put(in[i]);
      } else if (i + 2 < in.length
          && HexFormat.isHexDigit(in[i + 1])
          && HexFormat.isHexDigit(in[i + 2])) {
        out.put((byte) (HexFormat.fromHexDigit(in[++i]) << 4 | HexFormat.fromHexDigit(in[++i])));
      } else {
        throw new BadValueException("has a % that does not begin an escape such as %40");
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(out.flip()).toString();
    } catch (CharacterCodingException e) {
      throw new BadValueException("has escapes that are not UTF-8");
    }
  }

  /** Whether this can be a host: a name, an IPv4 address, or an IPv6 address without brackets. */
  static boolean isHost(String host) {
    return host.matches("[A-Za-z0-9_.-]{1,253}")
        || (host.indexOf(':') >= 0 && host.matches("[0-9A-Fa-f:.]{2,45}(%[A-Za-z0-9_.-]+)?"));
  }

  private static List<HostPort> hosts(String text) throws BadValueException {
    List<HostPort> hosts = new ArrayList<>();
    for (String one : text.split(",", -1)) {
      hosts.add(host(one));
    }
    return List.copyOf(hosts);
  }

  private static HostPort host(String text) throws BadValueException {
    if (text.isEmpty() || text.startsWith(":")) {
      throw new BadValueException("names no host");
    }
    int bracket = text.startsWith("[") ? text.indexOf(']') : -1;
    int colon = text.indexOf(':', Math.max(bracket, 0));
    String name = text.substring(0, colon < 0 ? text.length() : colon);
    if (bracket > 0 && name.endsWith("]")) {
      name = name.substring(1, bracket);
    }
    if (!isHost(name)) {
      throw new BadValueException("has a host that cannot be one");
    }
    return new HostPort(name, colon < 0 ? 0 : port(text.substring(colon + 1)));
  }

  private static int port(String text) throws BadValueException {
    int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
    if (port < 1 || port > 65_535) {
      throw new BadValueException("has a port that is not a number from 1 to 65535");
    }
    return port;
  }

  private static Map<String, String> query(String text) {
    Map<String, String> query = new LinkedHashMap<>();
    for (String pair : text.split("&", -1)) {
      int equals = indexOrEnd(pair, '=');
      if (!pair.isEmpty()) {
        query.put(pair.substring(0, equals), pair.substring(Math.min(equals + 1, pair.length())));
      }
    }
    return query;
  }

  private static int indexOrEnd(String text, char c) {
    int index = text.indexOf(c);
    return index < 0 ? text.length() : index;
  }
}
