package dev.weir.chaos.run;

import dev.weir.testkit.WeirProcess;
import dev.weir.testkit.net.FaultyProxy;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One place for a process of a role, which may be started again and again, with a way of its own to
 * each server. Safe for use by many threads.
 */
public final class Member implements AutoCloseable {

  private static final Duration END_BOUND = Duration.ofSeconds(15);

  /** Of a JVM that was told before Weir's first line ran: nothing was done yet. */
  private static final int SIGTERM_EXIT = 143;

  private final Jvm jvm;
  private final String role;
  private final Map<String, String> environment;
  private final FaultyProxy database;
  private final FaultyProxy nats;
  private @Nullable WeirProcess process;

  Member(
      Jvm jvm,
      String role,
      Map<String, String> environment,
      FaultyProxy database,
      FaultyProxy nats) {
    this.jvm = jvm;
    this.role = role;
    this.environment = new HashMap<>(environment);
    this.database = database;
    this.nats = nats;
  }

  /** Its way to the database. */
  public FaultyProxy database() {
    return database;
  }

  /** Its way to NATS. */
  public FaultyProxy nats() {
    return nats;
  }

  /** Starts a process where none runs; it need not be ready. */
  public void start() {
    start(Map.of());
  }

  /** The same, with more in its environment for this once. */
  public synchronized void start(Map<String, String> more) {
    if (process == null || !process.isAlive()) {
      Map<String, String> own = new HashMap<>(environment);
      own.putAll(more);
      process = jvm.start(own, role);
    }
  }

  /** SIGKILL. */
  public synchronized void kill() {
    if (process != null) {
      process.close();
      process = null;
    }
  }

  /**
   * SIGTERM.
   *
   * @throws IllegalStateException it ended with another code than 0
   */
  public synchronized void terminate() {
    if (process == null) {
      return;
    }
    process.terminate();
    int code = process.awaitExit(END_BOUND);
    boolean wasBooting = code == SIGTERM_EXIT && process.log().isEmpty();
    if (code != 0 && !wasBooting) {
      throw new IllegalStateException("SIGTERM: exit code " + code + "\n" + process.log());
    }
    process.close();
    process = null;
  }

  /** SIGSTOP, or another signal by its name. */
  public synchronized void signal(String name) {
    if (process != null && process.isAlive()) {
      process.signal(name);
    }
  }

  public synchronized void awaitReady() {
    if (process != null) {
      process.awaitReady();
    }
  }

  /** Memory that the process takes; 0 where none runs. */
  public synchronized long residentBytes() {
    try {
      return process == null ? 0 : process.residentBytes();
    } catch (IOException ended) {
      return 0;
    }
  }

  /**
   * What the process that runs tells of a metric.
   *
   * @throws IOException none runs, or it does not answer
   */
  synchronized double metric(String name) throws IOException {
    if (process == null) {
      throw new IOException("no process runs");
    }
    return process.metric(name);
  }

  @Override
  public void close() {
    try (database;
        nats) {
      kill();
    }
  }
}
