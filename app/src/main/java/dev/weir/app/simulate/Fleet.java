package dev.weir.app.simulate;

import dev.weir.core.admission.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Tenants and their devices. Besides the devices that send readings, each tenant has one that is
 * revoked and one whose token the registry does not know; their messages are refused, so they count
 * against no device's rate.
 */
public final class Fleet {

  private static final int SITES = 5;

  private final List<String> tenants;
  private final List<FleetDevice> senders;
  private final List<FleetDevice> revoked;
  private final List<FleetDevice> tokenless;
  private final List<FleetDevice> strangers;

  /**
   * A fleet that is the same for the same arguments.
   *
   * @param prefix of tenants' ids
   * @param tenants how many, 1 to {@code devices}
   * @param devices that send readings, over all tenants
   */
  public Fleet(long seed, String prefix, int tenants, int devices) {
    if (tenants < 1 || devices < tenants) {
      throw new IllegalArgumentException(tenants + " tenants, " + devices + " devices");
    }
    Draw draw = new Draw(seed);
    this.tenants = IntStream.range(0, tenants).mapToObj(i -> prefix + '-' + (i + 1)).toList();
    this.senders = devices(draw, devices, "device", true, Device.ACTIVE);
    this.revoked = devices(draw, tenants, "revoked", true, "REVOKED");
    this.tokenless = devices(draw, tenants, "tokenless", false, Device.ACTIVE);
    this.strangers = devices(draw, tenants, "stranger", true, Device.ACTIVE);
  }

  /** Ids of the tenants to register. */
  public List<String> tenants() {
    return tenants;
  }

  /** The devices to register, those that are refused included. */
  public List<FleetDevice> registered() {
    return Stream.of(senders, revoked, tokenless).flatMap(List::stream).toList();
  }

  /** The devices whose readings are stored. */
  public List<FleetDevice> senders() {
    return senders;
  }

  FleetDevice sender(long index) {
    return senders.get((int) (index % senders.size()));
  }

  FleetDevice revoked(long index) {
    return revoked.get((int) (index % revoked.size()));
  }

  FleetDevice tokenless(long index) {
    return tokenless.get((int) (index % tokenless.size()));
  }

  /** A device that is not registered. */
  FleetDevice stranger(long index) {
    return strangers.get((int) (index % strangers.size()));
  }

  private List<FleetDevice> devices(
      Draw draw, int count, String name, boolean tokenRegistered, String status) {
    List<FleetDevice> devices = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      devices.add(
          new FleetDevice(
              tenants.get(i % tenants.size()),
              name + '-' + (i + 1),
              "site-" + (i % SITES + 1),
              token(draw, name, i),
              tokenRegistered,
              status));
    }
    return List.copyOf(devices);
  }

  /** Thirty-two hex digits, different for each device. */
  private static String token(Draw draw, String name, int number) {
    long index = ((long) name.hashCode() << 32) + number;
    return String.format(
        "%016x%016x",
        draw.bits(Draw.Purpose.TOKEN_HIGH, index), draw.bits(Draw.Purpose.TOKEN_LOW, index));
  }
}
