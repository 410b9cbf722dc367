package dev.weir.delivery.route;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.weir.core.change.Change;
import dev.weir.core.change.ChangeKind;
import dev.weir.core.change.ChangeListener;
import dev.weir.core.delivery.RouteDefinition;
import dev.weir.core.delivery.RouteDirectory;
import dev.weir.delivery.destination.Destination;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Routes by their ids, remembered until somebody says that they may have changed, and a minute at
 * the longest. Safe for use by many threads.
 */
public final class RouteCatalog implements ChangeListener {

  private static final int MAX_ROUTES = 100_000;
  private static final Duration TTL = Duration.ofMinutes(1);

  /** What was known before this number was raised may be old. */
  private final AtomicLong generation = new AtomicLong();

  /** One question at a time: after a change many want the same answer. */
  private final ReentrantLock asking = new ReentrantLock();

  private final RouteDirectory directory;
  private final Function<RouteDefinition, Destination> destinations;
  private final Cache<Long, Known> routes =
      Caffeine.newBuilder().maximumSize(MAX_ROUTES).expireAfterWrite(TTL).build();

  private record Known(KnownRoute route, long generation) {}

  /**
   * Makes one, with nothing in it.
   *
   * @param destinations as {@link KnownRoute#of} wants it
   */
  public RouteCatalog(
      RouteDirectory directory, Function<RouteDefinition, Destination> destinations) {
    this.directory = directory;
    this.destinations = destinations;
  }

  /**
   * A route as it is now.
   *
   * @throws dev.weir.core.store.StoreException the database cannot be asked, and has to be
   */
  public KnownRoute find(long id) {
    KnownRoute known = remembered(id);
    if (known != null) {
      return known;
    }
    learn(List.of(id));
    known = remembered(id);
    // A change while we asked: what was just read is no older than a moment.
    Known read = routes.getIfPresent(id);
    return known != null ? known : read != null ? read.route() : new KnownRoute.Gone();
  }

  /**
   * Learns of many routes by one question.
   *
   * @throws dev.weir.core.store.StoreException the database cannot be asked, and has to be
   */
  public void learn(Collection<Long> ids) {
    asking.lock();
    try {
      List<Long> unknown = ids.stream().distinct().filter(id -> remembered(id) == null).toList();
      if (!unknown.isEmpty()) {
        ask(unknown);
      }
    } finally {
      asking.unlock();
    }
  }

  /** Whether a route is in memory. */
  public boolean knows(long id) {
    return remembered(id) != null;
  }

  @Override
  public void changed(Change change) {
    if (change.kind() == ChangeKind.ROUTE) {
      everythingMayHaveChanged();
    }
  }

  @Override
  public void everythingMayHaveChanged() {
    generation.incrementAndGet();
  }

  private void ask(List<Long> ids) {
    long asked = generation.get();
    Map<Long, RouteDefinition> found = directory.find(ids);
    for (Long id : ids) {
      RouteDefinition definition = found.get(id);
      routes.put(id, new Known(understood(id, definition), asked));
    }
  }

  /** What has not changed is not read again: who knows a route by identity goes on with it. */
  private KnownRoute understood(Long id, @Nullable RouteDefinition definition) {
    if (definition == null) {
      return new KnownRoute.Gone();
    }
    Known before = routes.getIfPresent(id);
    return before != null && isOf(before.route(), definition)
        ? before.route()
        : KnownRoute.of(definition, destinations);
  }

  private static boolean isOf(KnownRoute route, RouteDefinition definition) {
    return switch (route) {
      case KnownRoute.Gone _ -> false;
      case KnownRoute.Unreadable it -> it.definition().equals(definition);
      case KnownRoute.Understood it -> it.definition().equals(definition);
    };
  }

  private @Nullable KnownRoute remembered(long id) {
    Known known = routes.getIfPresent(id);
    return known != null && known.generation() == generation.get() ? known.route() : null;
  }
}
