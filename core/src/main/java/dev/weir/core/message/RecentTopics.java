package dev.weir.core.message;

import org.jspecify.annotations.Nullable;

/**
 * Reads topics, each once for as long as it comes again and again, with the tenant's id and the
 * type that many have in common. Bounded; owned by one thread.
 */
public final class RecentTopics {

  private static final int SLOTS = 1 << 10;

  private final RecentStrings names;
  private final @Nullable String[] texts = new String[SLOTS];
  private final @Nullable Topic[] topics = new Topic[SLOTS];

  /**
   * Has read none yet.
   *
   * @param names gives what topics have in common
   */
  public RecentTopics(RecentStrings names) {
    this.names = names;
  }

  /** Reads a topic; null where it does not fit the scheme. */
  public @Nullable Topic parse(String text) {
    int hash = text.hashCode();
    int slot = (hash ^ (hash >>> 16)) & (SLOTS - 1);
    if (text.equals(texts[slot])) {
      return topics[slot];
    }
    Topic topic = Topic.parse(text);
    if (topic == null) {
      return null;
    }
    Topic shared =
        new Topic(names.of(topic.tenantId()), topic.deviceId(), names.of(topic.msgType()));
    texts[slot] = text;
    topics[slot] = shared;
    return shared;
  }
}
