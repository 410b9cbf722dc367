package dev.weir.testkit;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;

/**
 * A database of one test's own, empty, on the server that {@code DATABASE_URL} names. Closing it
 * drops it, whoever is still connected.
 */
public final class TestDatabase implements AutoCloseable {

  /** A login that this database's test made. */
  public record Login(String user, String password) {}

  private final ServerUrl server;
  private final String name;
  private final List<String> logins = new ArrayList<>();

  private TestDatabase(ServerUrl server, String name) {
    this.server = server;
    this.name = name;
  }

  /**
   * Makes one.
   *
   * @throws IllegalStateException where {@code DATABASE_URL} is not set: such a test fails, it is
   *     not skipped
   */
  public static TestDatabase create() {
    ServerUrl server = ServerUrl.fromEnvironment("DATABASE_URL");
    String name = "weir_test_" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    TestDatabase database = new TestDatabase(server, name);
    database.onServer("create database " + name);
    return database;
  }

  public String name() {
    return name;
  }

  public String user() {
    return server.user();
  }

  public String password() {
    return server.password();
  }

  /** Straight to the server. */
  public String jdbcUrl() {
    return server.jdbcUrl(name);
  }

  /** Through PgBouncer in transaction mode. */
  public String pooledJdbcUrl() {
    return ServerUrl.fromEnvironment("DATABASE_URL_PGBOUNCER").jdbcUrl(name);
  }

  /** As {@code DATABASE_URL} of a process, straight to the server. */
  public String url() {
    return url(server);
  }

  /** As {@code DATABASE_URL} of a process, through PgBouncer. */
  public String pooledUrl() {
    return url(ServerUrl.fromEnvironment("DATABASE_URL_PGBOUNCER"));
  }

  /** A connection of the superuser's; to be closed by the caller. */
  public Connection connect() throws SQLException {
    return connect(jdbcUrl(), server.user(), server.password());
  }

  /** A connection of the superuser's by a way; to be closed by the caller. */
  public Connection connect(Way way) throws SQLException {
    return connect(way.jdbcUrl(this), server.user(), server.password());
  }

  /** A connection of a login's; to be closed by the caller. */
  public Connection connect(Login login) throws SQLException {
    return connect(jdbcUrl(), login.user(), login.password());
  }

  /** Runs a statement as the superuser. */
  public void execute(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql + ": " + e.getMessage(), e);
    }
  }

  /**
   * All rows of a query as the superuser sees them, a row's columns as text joined by {@code |}.
   */
  public List<String> rows(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          columns.add(String.valueOf(result.getString(i)));
        }
        rows.add(String.join("|", columns));
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(sql + ": " + e.getMessage(), e);
    }
  }

  /** The one number of a query. */
  public long number(String sql) {
    return Long.parseLong(rows(sql).getFirst());
  }

  /** Lets clients in, or shuts them out and ends those that are in: then the database is away. */
  public void allowConnections(boolean allowed) {
    onServer("alter database " + name + " allow_connections " + allowed);
    if (!allowed) {
      onServer(
          "select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + name + "'");
    }
  }

  /** Makes a login that is a member of a role and nothing else; it goes with the database. */
  public synchronized Login login(String role) {
    String user = name + '_' + logins.size();
    String password = UUID.randomUUID().toString();
    execute("create role %s login password '%s' in role %s".formatted(user, password, role));
    logins.add(user);
    return new Login(user, password);
  }

  @Override
  public synchronized void close() {
    onServer("drop database if exists " + name + " with (force)");
    logins.forEach(login -> onServer("drop role if exists " + login));
  }

  private String url(ServerUrl through) {
    return "postgres://%s:%s@%s/%s"
        .formatted(encode(through.user()), encode(through.password()), through.hostAndPort(), name);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Runs a statement as the superuser in another database of the same server. */
  public void onServer(String sql) {
    String url = server.jdbcUrl(server.database());
    try (Connection connection = connect(url, server.user(), server.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql + ": " + e.getMessage(), e);
    }
  }

  private static Connection connect(String url, String user, String password) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("prepareThreshold", "0");
    properties.setProperty("loginTimeout", "10"); // s; a server that stands still is no server
    return DriverManager.getConnection(url, properties);
  }
}
