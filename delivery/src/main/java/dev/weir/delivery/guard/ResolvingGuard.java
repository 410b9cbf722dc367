package dev.weir.delivery.guard;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Looks names up as the system does, and refuses a host with any address that is forbidden. */
public final class ResolvingGuard implements AddressGuard {

  /** Looks a name up. */
  @FunctionalInterface
  public interface Resolver {
    InetAddress[] lookUp(String host) throws UnknownHostException;
  }

  private final AddressRules rules;
  private final Resolver resolver;

  public ResolvingGuard(AddressRules rules) {
    this(rules, InetAddress::getAllByName);
  }

  /** Makes one that looks names up in its own way. */
  public ResolvingGuard(AddressRules rules, Resolver resolver) {
    this.rules = rules;
    this.resolver = resolver;
  }

  @Override
  public List<InetAddress> resolve(String host) throws UnknownHostException {
    InetAddress[] found = resolver.lookUp(unbracketed(host));
    for (InetAddress address : found) {
      if (!rules.allow(address)) {
        throw new ForbiddenTargetException(
            "the target's address "
                + address.getHostAddress()
                + " is not public; WEBHOOK_ALLOWED_NETWORKS can allow it");
      }
    }
    return List.of(found);
  }

  private static String unbracketed(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }
}
