package dev.weir.delivery.guard;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses may be spoken to: those of the public Internet, and what the installation allows.
 * The blocks are those of IANA's registries of special-purpose addresses.
 */
public final class AddressRules {

  private static final List<Network> FORBIDDEN_V4 =
      networks(
          "0.0.0.0/8", // this network
          "10.0.0.0/8", // private
          "100.64.0.0/10", // shared by carriers
          "127.0.0.0/8", // loopback
          "169.254.0.0/16", // link-local, the metadata of clouds among it
          "172.16.0.0/12", // private
          "192.0.0.0/24", // of protocols
          "192.0.2.0/24", // documentation
          "192.31.196.0/24", // AS112
          "192.52.193.0/24", // AMT
          "192.88.99.0/24", // 6to4 relays
          "192.168.0.0/16", // private
          "192.175.48.0/24", // AS112
          "198.18.0.0/15", // benchmarks
          "198.51.100.0/24", // documentation
          "203.0.113.0/24", // documentation
          "224.0.0.0/4", // multicast
          "240.0.0.0/4"); // reserved, broadcast among it

  /** Whatever else is not within 2000::/3 is forbidden as well. */
  private static final List<Network> FORBIDDEN_V6 =
      networks(
          "2001::/23", // of protocols, Teredo among it
          "2001:db8::/32", // documentation
          "2002::/16", // 6to4: an address of the other kind inside
          "2620:4f:8000::/48", // AS112
          "3fff::/20"); // documentation

  private static final Network GLOBAL_V6 = Network.parse("2000::/3");

  /** Addresses of the other kind in a network's own translator. */
  private static final Network NAT64 = Network.parse("64:ff9b::/96");

  private static final int MAPPED_BYTES = 12;

  private final List<Network> allowed;

  /**
   * Makes them.
   *
   * @param allowed may be spoken to whatever they are
   */
  public AddressRules(List<Network> allowed) {
    this.allowed = List.copyOf(allowed);
  }

  /** Whether an address may be spoken to. */
  public boolean allow(InetAddress address) {
    if (allowed.stream().anyMatch(network -> network.contains(address))) {
      return true;
    }
    InetAddress inner = inner(address);
    if (inner != null) {
      return allow(inner);
    }
    return address instanceof Inet6Address
        ? GLOBAL_V6.contains(address) && isOutside(FORBIDDEN_V6, address)
        : isOutside(FORBIDDEN_V4, address);
  }

  private static boolean isOutside(List<Network> forbidden, InetAddress address) {
    return forbidden.stream().noneMatch(network -> network.contains(address));
  }

  /** The IPv4 address that one of IPv6 stands for; null for none. */
  private static @Nullable InetAddress inner(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length == 4 || !(NAT64.contains(address) || isMapped(bytes))) {
      return null;
    }
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(bytes, MAPPED_BYTES, bytes.length));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  private static boolean isMapped(byte[] bytes) {
    for (int i = 0; i < MAPPED_BYTES; i++) {
      if (bytes[i] != (i < MAPPED_BYTES - 2 ? 0 : (byte) 0xFF)) {
        return false;
      }
    }
    return true;
  }

  private static List<Network> networks(String... blocks) {
    return Stream.of(blocks).map(Network::parse).toList();
  }
}
