package dev.weir.app.config;

import dev.weir.delivery.guard.Network;
import java.util.List;
import java.util.stream.Collectors;

/** Blocks of addresses, comma-separated. No names: one may mean another address tomorrow. */
final class Networks implements ValueType<List<Network>> {

  private static final int MAX_BLOCKS = 100;

  @Override
  public List<Network> parse(String text) throws BadValueException {
    try {
      List<Network> networks = Network.parseAll(text);
      if (networks.size() > MAX_BLOCKS) {
        throw new BadValueException("has too many");
      }
      return networks;
    } catch (IllegalArgumentException e) {
      throw new BadValueException("is none: " + e.getMessage());
    }
  }

  @Override
  public String expected() {
    return "at most " + MAX_BLOCKS + " CIDR blocks, comma-separated, as 10.0.0.0/8 or fd00::/8";
  }

  @Override
  public String show(List<Network> value) {
    return value.stream().map(Network::toString).collect(Collectors.joining(","));
  }
}
