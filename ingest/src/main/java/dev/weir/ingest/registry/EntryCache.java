package dev.weir.ingest.registry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Keeps answers of any kind, some hundred bytes each besides themselves. */
final class EntryCache<K, V> implements AnswerCache<K, V> {

  private final Cache<K, V> entries;

  EntryCache(Duration ttl, int maxSize) {
    entries = Caffeine.newBuilder().expireAfterWrite(ttl).maximumSize(maxSize).build();
  }

  @Override
  public @Nullable V get(K key) {
    return entries.getIfPresent(key);
  }

  @Override
  public void put(K key, V value) {
    entries.put(key, value);
  }

  @Override
  public void forget(Collection<K> keys) {
    entries.invalidateAll(keys);
  }

  @Override
  public void forgetAll() {
    entries.invalidateAll();
  }
}
