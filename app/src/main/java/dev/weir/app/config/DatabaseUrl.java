package dev.weir.app.config;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where a PostgreSQL database is, and who logs in.
 *
 * @param jdbcUrl without user and password; its parameters may hold that of a client key
 * @param password {@link Secret#NONE} where none is given: the server may ask for none
 */
public record DatabaseUrl(String jdbcUrl, String user, Secret password) {

  private static final String JDBC = "jdbc:";
  private static final int DEFAULT_PORT = 5432;
  private static final List<String> POSTGRES_SCHEMES = List.of("postgres", "postgresql");

  /** libpq's names of parameters that the driver calls otherwise. */
  private static final Map<String, String> DRIVER_NAMES =
      Map.of(
          "application_name", "ApplicationName",
          "channel_binding", "channelBinding",
          "connect_timeout", "connectTimeout");

  private static final Set<String> SECRET_PARAMETERS = Set.of("sslpassword");

  static DatabaseUrl of(String host, int port, String database, String user, Secret password) {
    var server = new ServerUrl.HostPort(host, port);
    return new DatabaseUrl(jdbcUrl(List.of(server), database, Map.of()), user, password);
  }

  /**
   * Reads a URL in libpq's form or the driver's. As in libpq, a database that is not named has the
   * name of the user.
   */
  static DatabaseUrl parse(String text) throws BadValueException {
    boolean jdbc = text.startsWith(JDBC);
    ServerUrl url =
        jdbc
            ? ServerUrl.parse(text.substring(JDBC.length()), List.of("postgresql"))
            : ServerUrl.parse(text, POSTGRES_SCHEMES);
    Map<String, String> parameters = parameters(url.query(), jdbc);
    String userParameter = parameters.remove("user");
    String passwordParameter = parameters.remove("password");
    String user = userParameter == null ? url.user() : userParameter;
    String password = passwordParameter == null ? url.password() : passwordParameter;
    if (user == null || user.isEmpty()) {
      throw new BadValueException("names no user");
    }
    String database = url.path().isEmpty() ? user : ServerUrl.decode(url.path());
    return new DatabaseUrl(
        jdbcUrl(url.hosts(), database, parameters),
        user,
        password == null ? Secret.NONE : new Secret(password));
  }

  /** The URL as it may be printed. */
  @Override
  public String toString() {
    String bare = jdbcUrl;
    for (String name : SECRET_PARAMETERS) {
      bare = bare.replaceAll("([?&]" + name + "=)[^&]*", "$1" + Secret.MASK);
    }
    return bare + " user=" + user + (password.reveal().isEmpty() ? "" : " password=" + password);
  }

  private static String jdbcUrl(
      List<ServerUrl.HostPort> hosts, String database, Map<String, String> parameters) {
    String servers =
        hosts.stream()
            .map(host -> host.withDefaultPort(DEFAULT_PORT))
            .collect(Collectors.joining(","));
    String query =
        parameters.entrySet().stream()
            .map(p -> p.getKey() + '=' + encode(p.getValue()))
            .collect(Collectors.joining("&"));
    return "jdbc:postgresql://"
        + servers
        + '/'
        + encode(database)
        + (query.isEmpty() ? "" : '?' + query);
  }

  private static Map<String, String> parameters(Map<String, String> query, boolean jdbc)
      throws BadValueException {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (var parameter : query.entrySet()) {
      String name = ServerUrl.decode(parameter.getKey());
      String value =
          jdbc ? formDecode(parameter.getValue()) : ServerUrl.decode(parameter.getValue());
      parameters.put(jdbc ? name : DRIVER_NAMES.getOrDefault(name, name), value);
    }
    return parameters;
  }

  /** The driver reads its parameters as an HTML form does: a plus sign is a space. */
  private static String formDecode(String text) throws BadValueException {
    return ServerUrl.decode(text.replace('+', ' '));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** {@code DATABASE_URL}. */
  record Type() implements ValueType<DatabaseUrl> {
    @Override
    public DatabaseUrl parse(String text) throws BadValueException {
      return DatabaseUrl.parse(text);
    }

    @Override
    public String expected() {
      return "postgres://user:password@host:5432/database?sslmode=require, the same with"
          + " postgresql://, or jdbc:postgresql://host:5432/database?user=user&password=password;"
          + " @ : / ? # % and & inside a part are written as %40 %3A %2F %3F %23 %25 %26";
    }
  }
}
