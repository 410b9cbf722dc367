package dev.weir.app.serve;

import dev.weir.app.config.Configuration;
import dev.weir.app.http.HealthSource;
import dev.weir.app.http.ReadinessCheck;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A process whose role ends when it is asked to, or never. */
final class StubbornProcess {

  private StubbornProcess() {}

  public static void main(String[] args) throws Exception {
    Work work = new IdleWork(args[0].equals("stubborn"));
    EndSignals signals = EndSignals.listen();
    if (args[0].equals("starting")) {
      System.out.println("up so far");
      signals.await();
      signals = EndSignals.listen();
    }
    try (Service service =
        Service.start(Configuration.from(System.getenv()), (configuration, metrics) -> work)) {
      System.out.println("up " + service.port());
      signals.await();
    }
    System.exit(0);
  }

  /** Does nothing, and may be unable to end. */
  record IdleWork(boolean stubborn) implements Work {

    @Override
    public List<ReadinessCheck> checks() {
      return List.of();
    }

    @Override
    public HealthSource health() {
      return () -> new HealthSource.Figures(null, 0, 0, 0, 0);
    }

    @Override
    public void start() {}

    @Override
    public void stop(Duration timeout) {
      while (stubborn) {
        // Deaf to interrupts, as a driver that hangs is.
        LockSupport.parkNanos(1_000_000_000);
      }
    }

    @Override
    public void close() {}
  }
}
