package dev.weir.gateway.http;

import dev.weir.core.admission.Answers;
import dev.weir.core.admission.DeviceKey;
import dev.weir.core.admission.RegistryLookup;
import dev.weir.core.store.StoreException;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the registry, memory first, with little patience: a device that waits for an answer is not
 * to wait for a database. After a failure nobody asks for a while. No more ask at a time than leave
 * connections to the others of the process.
 */
final class Lookups {

  private static final Logger log = LoggerFactory.getLogger(Lookups.class);

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final RegistryLookup registry;
  private final Executor threads = task -> Thread.ofVirtual().name("lookup").start(task);
  private final Semaphore room;
  private volatile long pausedUntil = System.nanoTime();
  private volatile boolean failing;

  /**
   * Makes it.
   *
   * @param maxQuestions that may be asked at the same time, at least 1
   */
  Lookups(RegistryLookup registry, int maxQuestions) {
    this.registry = registry;
    room = new Semaphore(maxQuestions);
  }

  /** What is in memory; null where something of it is not. */
  @Nullable Answers recall(Collection<DeviceKey> devices, Collection<String> tenants) {
    return registry.recall(devices, tenants);
  }

  /** What the registry knows; null where it cannot be asked now. */
  @Nullable Answers resolve(Collection<DeviceKey> devices, Collection<String> tenants)
      throws InterruptedException {
    Answers remembered = recall(devices, tenants);
    return remembered == null ? ask(() -> registry.resolve(devices, tenants)) : remembered;
  }

  /** The answer to a question that needs the database; null where it cannot be asked now. */
  <T> @Nullable T ask(Supplier<T> question) throws InterruptedException {
    if (System.nanoTime() - pausedUntil < 0) {
      return null;
    }
    long end = System.nanoTime() + PATIENCE.toNanos();
    if (!room.tryAcquire(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
      failed("no question was answered within " + PATIENCE.toSeconds() + " s");
      return null;
    }
    try {
      T answer =
          CompletableFuture.supplyAsync(() -> answer(question), threads)
              .get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      worked();
      return answer;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StoreException cause) {
        failed(String.valueOf(cause.getMessage()));
        return null;
      }
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException | CancellationException e) {
      failed("no answer within " + PATIENCE.toSeconds() + " s");
      return null;
    }
  }

  /** Its room is free once it is answered, which may be long after anybody waited for it. */
  private <T> T answer(Supplier<T> question) {
    try {
      return question.get();
    } finally {
      room.release();
    }
  }

  private void worked() {
    if (failing) {
      failing = false;
      log.info("the registry can be asked again");
    }
  }

  private void failed(String why) {
    pausedUntil = System.nanoTime() + PAUSE_NANOS;
    if (!failing) {
      failing = true;
      log.warn(
          "the registry cannot be asked: messages are taken in and left to the lanes: {}", why);
    }
  }
}
