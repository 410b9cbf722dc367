package dev.weir.ingest.state;

import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;

/**
 * Writes device states, one lane's at a time, on threads of its own. What it does is a worker's
 * work: where lanes wait for each other it waits in line with them, so that states get a share of
 * what the database can do, and no more.
 */
public final class StateWriter implements Executor {

  private final Semaphore workers;
  private final Semaphore turn = new Semaphore(1, true);

  /**
   * Idle.
   *
   * @param workers a fair semaphore with a permit for each worker of the process
   */
  public StateWriter(Semaphore workers) {
    this.workers = workers;
  }

  @Override
  public void execute(Runnable task) {
    Thread.ofVirtual().name("device-states").start(() -> inTurn(task));
  }

  private void inTurn(Runnable task) {
    turn.acquireUninterruptibly();
    workers.acquireUninterruptibly();
    try {
      task.run();
    } finally {
      workers.release();
      turn.release();
    }
  }
}
