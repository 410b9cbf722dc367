package dev.weir.app.serve;

import dev.weir.app.config.Configuration;
import dev.weir.app.http.HttpServer;
import dev.weir.app.http.OperationsRoutes;
import dev.weir.app.http.Routes;
import dev.weir.app.metrics.Metrics;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running process of Weir's, or a part of one: what its work needs around it.
 *
 * <p>HTTP comes first and goes last, so that a process can always be asked how it is. The end is
 * bounded: work that hangs is left, and what it had not committed is read again by its successor.
 */
public final class Service implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Service.class);

  /** The share of the shutdown timeout that the work has; the rest is for closing connections. */
  private static final int STOPPING_PERCENT = 80;

  private final Work work;
  private final Metrics metrics;
  private final HttpServer http;
  private final StatisticsLine statistics;
  private final Duration shutdownTimeout;

  private Service(Work work, Metrics metrics, HttpServer http, Configuration configuration) {
    this.work = work;
    this.metrics = metrics;
    this.http = http;
    shutdownTimeout = configuration.operation().shutdownTimeout();
    statistics = new StatisticsLine(work.health(), configuration.operation().statisticsEvery());
  }

  /** Makes the work of a process, with somewhere to put its figures. */
  @FunctionalInterface
  public interface WorkFactory {
    Work create(Configuration configuration, Metrics metrics);
  }

  /**
   * Starts, and returns at once: databases and brokers are waited for in the background, and {@code
   * /ready} says what for.
   *
   * @throws BindException the HTTP address cannot be had
   * @throws StartupException a file that the configuration names is not what it should be
   */
  public static Service start(Configuration configuration, WorkFactory factory)
      throws BindException {
    SSLContext tls = ServerTls.of(configuration.http());
    Metrics metrics = new Metrics(configuration.operation().counters());
    Work work = factory.create(configuration, metrics);
    HttpServer http;
    try {
      http =
          HttpServer.start(
              configuration.http(),
              tls,
              Routes.all(
                  List.of(
                      new OperationsRoutes("weir", work.health(), work.checks(), metrics::scrape),
                      work.routes())));
    } catch (BindException e) {
      work.close();
      metrics.close();
      throw e;
    }
    Service service = new Service(work, metrics, http, configuration);
    work.start();
    service.statistics.start();
    log.atInfo().addKeyValue("port", http.port()).log("serving HTTP");
    return service;
  }

  /** The port of {@code /health}, {@code /ready} and {@code /metrics}. */
  public int port() {
    return http.port();
  }

  /** Ends in good order, or after the shutdown timeout. */
  @Override
  public void close() {
    log.info("ending: nothing new is taken");
    statistics.close();
    Deadline end = Deadline.in(shutdownTimeout);
    Deadline stop = Deadline.in(shutdownTimeout.multipliedBy(STOPPING_PERCENT).dividedBy(100));
    try {
      if (!stop.run("stop", () -> stopWork(stop.left()))) {
        log.warn("work in hand was not finished in time; whoever takes over does it again");
      }
      if (!end.run("close", this::closeAll)) {
        log.warn("connections were not closed in time");
      }
      log.info("ended");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void stopWork(Duration timeout) {
    try {
      work.stop(timeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeAll() {
    work.close();
    http.close();
    metrics.close();
  }
}
