package dev.weir.ingest.registry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the answers of a source: what it has, and what it does not have, each in a room of its
 * own, so that made-up names push out nothing but each other.
 *
 * <p>Every invalidation raises a generation. An answer that was asked for under an older one may
 * have been read before the change, and would be remembered after it: it is asked for again.
 */
public final class LookupCache<K, V> {

  /** Keys of one question: more are asked about in several. */
  private static final int MAX_KEYS_PER_QUERY = 10_000;

  private static final Duration LONGEST_MISS = Duration.ofSeconds(10);

  /** Where changes come faster than answers, the last answer is used, and not remembered. */
  private static final int ATTEMPTS = 3;

  /** Is told how many answers were in memory, and how many had to be asked for. */
  public interface Observer {
    void lookups(long hits, long misses);
  }

  private final Function<Collection<K>, Map<K, V>> source;
  private final Observer observer;
  private final AnswerCache<K, V> known;
  private final AnswerCache<K, Boolean> unknown;
  private volatile long generation;

  /**
   * Knows nothing yet.
   *
   * @param source has the answers
   * @param ttl how long one is believed; that there is none, at most ten seconds
   * @param maxSize answers remembered, and as many keys without
   */
  public LookupCache(
      Function<Collection<K>, Map<K, V>> source, Duration ttl, int maxSize, Observer observer) {
    this(source, new EntryCache<>(ttl, maxSize), ttl, maxSize, observer);
  }

  /**
   * Knows nothing yet.
   *
   * @param known keeps what there is, for the same time
   */
  LookupCache(
      Function<Collection<K>, Map<K, V>> source,
      AnswerCache<K, V> known,
      Duration ttl,
      int maxSize,
      Observer observer) {
    this.source = source;
    this.observer = observer;
    this.known = known;
    unknown = new EntryCache<>(ttl.compareTo(LONGEST_MISS) < 0 ? ttl : LONGEST_MISS, maxSize);
  }

  /** What there is of the keys; those that the source does not have are left out. */
  public Map<K, V> resolve(Collection<K> keys) {
    Map<K, V> answers = HashMap.newHashMap(keys.size());
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      long begun = generation;
      answers.clear();
      List<K> missing = recall(keys, answers);
      observer.lookups(keys.size() - (long) missing.size(), missing.size());
      if (missing.isEmpty()) {
        return answers;
      }
      Map<K, V> found = ask(missing);
      answers.putAll(found);
      if (remember(missing, found, begun)) {
        return answers;
      }
    }
    return answers;
  }

  /** The same from memory alone; null where it has not all of it. */
  @Nullable Map<K, V> recall(Collection<K> keys) {
    Map<K, V> answers = HashMap.newHashMap(keys.size());
    if (!recall(keys, answers).isEmpty()) {
      return null; // whoever asks now is counted then
    }
    observer.lookups(keys.size(), 0);
    return answers;
  }

  public synchronized void forget(Collection<K> keys) {
    generation++;
    known.forget(keys);
    unknown.forget(keys);
  }

  public synchronized void forgetAll() {
    generation++;
    known.forgetAll();
    unknown.forgetAll();
  }

  /** Moves what is in memory to the answers; returns the keys of which nothing is. */
  private List<K> recall(Collection<K> keys, Map<K, V> answers) {
    List<K> missing = new ArrayList<>();
    for (K key : keys) {
      V value = known.get(key);
      if (value != null) {
        answers.put(key, value);
      } else if (unknown.get(key) == null) {
        missing.add(key);
      }
    }
    return missing;
  }

  private Map<K, V> ask(List<K> keys) {
    Map<K, V> found = HashMap.newHashMap(keys.size());
    for (int from = 0; from < keys.size(); from += MAX_KEYS_PER_QUERY) {
      int to = Math.min(from + MAX_KEYS_PER_QUERY, keys.size());
      found.putAll(source.apply(keys.subList(from, to)));
    }
    return found;
  }

  private synchronized boolean remember(List<K> asked, Map<K, V> found, long begun) {
    if (begun != generation) {
      return false;
    }
    for (K key : asked) {
      V value = found.get(key);
      if (value == null) {
        unknown.put(key, true);
      } else {
        known.put(key, value);
      }
    }
    return true;
  }
}
