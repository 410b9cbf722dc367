package dev.weir.gateway.mqtt;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a bridge takes from the broker, and under which names.
 *
 * @param member this process among those that share the sessions
 * @param clientName what the client ids of all bridges begin with
 * @param shareGroup by which the broker knows that bridges share one subscription
 * @param topicFilters of topics as devices write them
 * @param identityPrefix of topics that only the broker itself can write; null where none is trusted
 * @param identityProperty the user property that names the publisher, on such topics
 * @param lease how long a session stays with a silent owner
 */
public record BridgeConfig(
    String member,
    String clientName,
    String shareGroup,
    List<String> topicFilters,
    @Nullable String identityPrefix,
    String identityProperty,
    Duration lease) {

  public BridgeConfig {
    topicFilters = List.copyOf(topicFilters);
  }

  /** What a session subscribes to. */
  Set<String> subscriptions() {
    Set<String> subscriptions = new LinkedHashSet<>();
    topicFilters.forEach(filter -> subscriptions.add(shared(filter)));
    if (identityPrefix != null) {
      subscriptions.add(shared(identityPrefix + '#'));
    }
    return subscriptions;
  }

  private String shared(String filter) {
    return "$share/" + shareGroup + '/' + filter;
  }
}
