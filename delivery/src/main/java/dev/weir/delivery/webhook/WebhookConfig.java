package dev.weir.delivery.webhook;

import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How webhooks are spoken to.
 *
 * @param timeout of one attempt, where the route names none
 * @param userAgent header {@code User-Agent}
 * @param maxConnections to one destination
 * @param tls who is trusted; null for the JDK's own authorities
 */
public record WebhookConfig(
    Duration timeout, String userAgent, int maxConnections, @Nullable SSLContext tls) {}
