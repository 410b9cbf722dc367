package dev.weir.delivery.guard;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Looks names up, and lets only addresses pass that may be spoken to. */
@FunctionalInterface
public interface AddressGuard {

  /**
   * The addresses of a host, all of which may be spoken to. Who connects has to connect to one of
   * these, and not look the name up again: it may have another answer the next time.
   *
   * @param host a name or an address, as it stands in a URL
   * @throws UnknownHostException it has none now
   * @throws ForbiddenTargetException one of them is not allowed
   */
  List<InetAddress> resolve(String host) throws UnknownHostException;
}
