package dev.weir.gateway.mqtt;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * How the two ends of a TLS connection know each other.
 *
 * @param keys our certificate; null where none is shown
 * @param trust who may have signed the broker's; null for the JDK's own authorities
 */
public record BrokerTls(@Nullable KeyManagerFactory keys, @Nullable TrustManagerFactory trust) {}
