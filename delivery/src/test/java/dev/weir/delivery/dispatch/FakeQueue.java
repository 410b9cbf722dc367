package dev.weir.delivery.dispatch;

import dev.weir.core.delivery.JobQueue;
import dev.weir.core.delivery.QueuedJob;
import dev.weir.core.route.RouteJob;
import dev.weir.core.stream.StreamException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A queue in memory; what is postponed comes again only when the test says so. */
final class FakeQueue implements JobQueue {

  final BlockingQueue<QueuedJob> waiting = new LinkedBlockingQueue<>();
  final List<Job> put = new CopyOnWriteArrayList<>();
  volatile boolean others;
  volatile boolean away;

  /** A job that remembers what it was told. */
  static final class Job implements QueuedJob {
    final @Nullable RouteJob job;
    final List<Duration> postponed = new CopyOnWriteArrayList<>();
    final AtomicInteger done = new AtomicInteger();
    final AtomicInteger reminded = new AtomicInteger();
    volatile Duration age = Duration.ZERO;

    Job(@Nullable RouteJob job) {
      this.job = job;
    }

    @Override
    public @Nullable RouteJob job() {
      return job;
    }

    @Override
    public @Nullable String fault() {
      return job == null ? "it is none" : null;
    }

    @Override
    public Duration age() {
      return age;
    }

    @Override
    public void done() {
      done.incrementAndGet();
    }

    @Override
    public void postpone(Duration delay) {
      postponed.add(delay);
    }

    @Override
    public void inProgress() {
      reminded.incrementAndGet();
    }
  }

  Job put(String tenant, long route, String id) {
    byte[] payload = "{\"site_id\":\"s\"}".getBytes(StandardCharsets.UTF_8);
    return put(
        new Job(new RouteJob(route, tenant, id, "tenant/" + tenant + "/device/d/t", payload)));
  }

  Job put(Job job) {
    put.add(job);
    waiting.add(job);
    return job;
  }

  /** The queue gives the same job once more. */
  Job again(Job job) {
    return put(new Job(job.job));
  }

  long count(java.util.function.Predicate<Job> is) {
    return put.stream().filter(is).count();
  }

  @Override
  public List<QueuedJob> fetch(int max, Duration wait) throws InterruptedException {
    if (away) {
      throw new StreamException("away");
    }
    QueuedJob first = waiting.poll(Math.min(wait.toMillis(), 50), TimeUnit.MILLISECONDS);
    List<QueuedJob> jobs = new ArrayList<>();
    if (first != null) {
      jobs.add(first);
      waiting.drainTo(jobs, max - 1);
    }
    return jobs;
  }

  @Override
  public Backlog backlog() {
    return new Backlog(waiting.size(), Duration.ZERO);
  }

  @Override
  public boolean holdsOthersThan(String tenantId) {
    return others;
  }
}
