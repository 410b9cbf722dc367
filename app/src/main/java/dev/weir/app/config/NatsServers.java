package dev.weir.app.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The servers of a NATS cluster, and who connects.
 *
 * @param urls {@code nats://host:port} or {@code tls://host:port}, without the identity
 */
public record NatsServers(List<String> urls, Identity identity) {

  /** Who connects. */
  public sealed interface Identity {

    /** Nobody in particular, or whoever the credentials file says. */
    record Anonymous() implements Identity {}

    record User(String name, Secret password) implements Identity {}

    record Token(Secret token) implements Identity {}
  }

  private static final int DEFAULT_PORT = 4222;
  private static final List<String> SCHEMES = List.of("nats", "tls");

  public NatsServers {
    urls = List.copyOf(urls);
  }

  static NatsServers parse(String text) throws BadValueException {
    List<String> urls = new ArrayList<>();
    Set<String> schemes = new LinkedHashSet<>();
    Set<Identity> identities = new LinkedHashSet<>();
    for (String one : text.split(",", -1)) {
      ServerUrl url = server(one.strip());
      schemes.add(url.scheme());
      urls.add(url.scheme() + "://" + url.hosts().getFirst().withDefaultPort(DEFAULT_PORT));
      if (url.user() != null) {
        identities.add(identity(url.user(), url.password()));
      }
    }
    if (schemes.size() > 1) {
      throw new BadValueException("has servers with TLS and servers without");
    }
    if (identities.size() > 1) {
      throw new BadValueException("names more than one user or token");
    }
    return new NatsServers(
        urls, identities.isEmpty() ? new Identity.Anonymous() : identities.iterator().next());
  }

  private static ServerUrl server(String text) throws BadValueException {
    ServerUrl url = ServerUrl.parse(text.contains("://") ? text : "nats://" + text, SCHEMES);
    if (!url.path().isEmpty() || !url.query().isEmpty()) {
      throw new BadValueException("has something after the port");
    }
    return url;
  }

  private static Identity identity(String user, @Nullable String password)
      throws BadValueException {
    if (user.isEmpty()) {
      throw new BadValueException("has an empty user or token");
    }
    return password == null
        ? new Identity.Token(new Secret(user))
        : new Identity.User(user, new Secret(password));
  }

  /** The list as it may be printed. */
  @Override
  public String toString() {
    String who =
        switch (identity) {
          case Identity.Anonymous() -> "";
          case Identity.User(String name, Secret password) -> name + ':' + password + '@';
          case Identity.Token(Secret token) -> token + "@";
        };
    return String.join(",", urls).replace("://", "://" + who);
  }

  /** {@code NATS_URL}. */
  record Type() implements ValueType<NatsServers> {
    @Override
    public NatsServers parse(String text) throws BadValueException {
      return NatsServers.parse(text);
    }

    @Override
    public String expected() {
      return "nats://host:4222, or tls:// for TLS, with user:password@ or token@ before the host"
          + " where the servers ask for it; several are separated by commas; @ : / and , inside a"
          + " part are written as %40 %3A %2F %2C";
    }
  }
}
