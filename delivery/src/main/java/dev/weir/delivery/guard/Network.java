package dev.weir.delivery.guard;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A block of addresses: {@code 10.0.0.0/8}, {@code fd00::/8}; an address alone is a block of one.
 *
 * @param address its first address
 * @param prefix leading bits that all of its addresses share
 */
public record Network(InetAddress address, int prefix) {

  private static final Pattern V4 = Pattern.compile("(\\d{1,3}\\.){3}\\d{1,3}");
  private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  /**
   * Reads a list with commas between; empty for none.
   *
   * @throws IllegalArgumentException names the first that is none
   */
  public static List<Network> parseAll(String list) {
    List<Network> networks = new ArrayList<>();
    for (String block : list.split(",", -1)) {
      if (!block.isBlank()) {
        networks.add(parse(block.strip()));
      }
    }
    return List.copyOf(networks);
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException it is none
   */
  public static Network parse(String block) {
    int slash = block.indexOf('/');
    InetAddress address = address(slash < 0 ? block : block.substring(0, slash), block);
    int bits = address.getAddress().length * Byte.SIZE;
    int prefix = slash < 0 ? bits : prefix(block.substring(slash + 1), bits, block);
    Network network = new Network(address, prefix);
    for (int bit = prefix; bit < bits; bit++) {
      if (isSet(address.getAddress(), bit)) {
        throw new IllegalArgumentException(
            block + " has bits behind its prefix: a block begins with its first address");
      }
    }
    return network;
  }

  public boolean contains(InetAddress other) {
    byte[] ours = address.getAddress();
    byte[] theirs = other.getAddress();
    if (ours.length != theirs.length) {
      return false;
    }
    for (int bit = 0; bit < prefix; bit++) {
      if (isSet(ours, bit) != isSet(theirs, bit)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return address.getHostAddress() + '/' + prefix;
  }

  /** Only what is an address: a name would be looked up. */
  private static InetAddress address(String text, String block) {
    if (V4.matcher(text).matches() || V6.matcher(text).matches()) {
      try {
        return InetAddress.getByName(text);
      } catch (UnknownHostException e) {
        // told below
      }
    }
    throw new IllegalArgumentException(block + " is no block of addresses such as 10.0.0.0/8");
  }

  private static int prefix(String text, int bits, String block) {
    if (text.matches("\\d{1,3}") && Integer.parseInt(text) <= bits) {
      return Integer.parseInt(text);
    }
    throw new IllegalArgumentException(block + " must have a prefix from 0 to " + bits);
  }

  private static boolean isSet(byte[] address, int bit) {
    return (address[bit >> 3] >> (7 - (bit & 7)) & 1) == 1;
  }
}
