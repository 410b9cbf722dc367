package dev.weir.jetstream;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the NATS servers are and how to log in.
 *
 * @param servers addresses as {@code nats://host:port} or {@code tls://host:port}, without secrets;
 *     at least one
 * @param login proof of identity, the same for all servers
 * @param connectionName shown by the server's monitoring
 */
public record NatsConfig(List<String> servers, NatsLogin login, String connectionName) {

  public NatsConfig {
    servers = List.copyOf(servers);
    if (servers.isEmpty()) {
      throw new IllegalArgumentException("no NATS server is named");
    }
  }

  /**
   * Reads a comma-separated list of servers, with user and password or a token in any of them.
   *
   * @param urls for instance {@code nats://user:password@a:4222,nats://b:4222}
   * @param credentialsFile wins over what the URLs carry; null for none
   * @throws IllegalArgumentException what is wrong with which entry; names no secret
   */
  public static NatsConfig parse(
      String urls, @Nullable Path credentialsFile, String connectionName) {
    List<String> servers = new ArrayList<>();
    NatsLogin login = new NatsLogin.Anonymous();
    for (String entry : urls.split(",", -1)) {
      ServerUrl url = ServerUrl.parse(entry.strip(), servers.size() + 1);
      servers.add(url.address());
      login = agreed(login, url.login());
    }
    if (credentialsFile != null) {
      login = new NatsLogin.Credentials(credentialsFile);
    }
    return new NatsConfig(servers, login, connectionName);
  }

  /** The servers, for people. */
  public String describe() {
    return String.join(", ", servers);
  }

  /** One login serves all servers of a cluster; two that differ are a mistake. */
  private static NatsLogin agreed(NatsLogin former, NatsLogin next) {
    if (former instanceof NatsLogin.Anonymous || former.equals(next)) {
      return next;
    }
    if (next instanceof NatsLogin.Anonymous) {
      return former;
    }
    throw new IllegalArgumentException("the NATS servers are given different logins");
  }
}
