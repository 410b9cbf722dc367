package dev.weir.delivery.mqtt;

import dev.weir.core.route.InvalidRouteException;
import dev.weir.delivery.destination.Destination;
import dev.weir.delivery.guard.AddressGuard;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * A broker and who logs in there: what one connection is for.
 *
 * @param host as it stands in a URL
 * @param guarded whether a tenant has named it, so that its address has to be allowed
 * @param username empty where nobody logs in
 */
record Broker(
    String host,
    int port,
    boolean guarded,
    boolean tls,
    @Nullable KeyManagerFactory keys,
    @Nullable TrustManagerFactory trust,
    String username,
    String password) {

  private static final int PORT = 1883;
  private static final int TLS_PORT = 8883;

  static Broker of(OwnBroker own) {
    return new Broker(
        own.host(),
        own.port(),
        false,
        own.tls(),
        own.keys(),
        own.trust(),
        own.username(),
        own.password());
  }

  /**
   * The one that a destination names.
   *
   * @throws InvalidRouteException it cannot be one
   */
  static Broker of(URI url, Destination.MqttRepublish destination) {
    boolean tls = "mqtts".equalsIgnoreCase(url.getScheme());
    if (url.getHost() == null || !(tls || "mqtt".equalsIgnoreCase(url.getScheme()))) {
      throw new InvalidRouteException("broker_url: must be mqtt://host:port or mqtts://host:port");
    }
    int port = url.getPort() >= 0 ? url.getPort() : tls ? TLS_PORT : PORT;
    return new Broker(
        url.getHost(),
        port,
        true,
        tls,
        null,
        null,
        orEmpty(destination.username()),
        orEmpty(destination.password()));
  }

  /**
   * Where to connect to. The name goes with the address, for TLS to hold the certificate against;
   * it is not looked up again.
   *
   * @throws UnknownHostException it has no address now
   * @throws dev.weir.delivery.guard.ForbiddenTargetException one of them is not allowed
   */
  List<InetSocketAddress> addresses(AddressGuard guard) throws UnknownHostException {
    List<InetAddress> found =
        guarded ? guard.resolve(host) : List.of(InetAddress.getAllByName(host));
    List<InetSocketAddress> addresses = new ArrayList<>();
    for (InetAddress address : found) {
      InetAddress named = InetAddress.getByAddress(bareHost(), address.getAddress());
      addresses.add(new InetSocketAddress(named, port));
    }
    return addresses;
  }

  /** Names no secret. */
  @Override
  public String toString() {
    return (tls ? "mqtts://" : "mqtt://") + host + ':' + port;
  }

  private String bareHost() {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
