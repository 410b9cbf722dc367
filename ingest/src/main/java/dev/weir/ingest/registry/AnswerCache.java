package dev.weir.ingest.registry;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Keeps answers until they run out, or there are too many. May be used by several threads. */
interface AnswerCache<K, V> {

  /** Null where nothing is kept of the key. */
  @Nullable V get(K key);

  void put(K key, V value);

  void forget(Collection<K> keys);

  void forgetAll();
}
