package dev.weir.core.route;

import dev.weir.core.message.Slice;
import dev.weir.core.message.Topic;
import org.jspecify.annotations.Nullable;

/**
 * Which messages of a tenant a route means.
 *
 * @param payloadFilter null where the payload does not matter
 */
public record Route(
    long id, String tenantId, TopicFilter topicFilter, @Nullable PayloadFilter payloadFilter) {

  /** Whether it means a message of its tenant. */
  public boolean matches(Topic topic, Slice payload) {
    return topicFilter.matches(topic.toString())
        && (payloadFilter == null || payloadFilter.matches(payload));
  }
}
