package dev.weir.app.serve;

import dev.weir.app.http.HealthSource;
import dev.weir.app.http.ReadinessCheck;
import dev.weir.app.http.Routes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The roles of a process and what they stand on. */
public final class Roles implements Work {

  private static final Logger log = LoggerFactory.getLogger(Roles.class);

  /** For closing what a role worked with, once its time is over. */
  private static final Duration GRACE = Duration.ofMillis(200);

  private final Foundation foundation;
  private final Map<RoleName, Role> roles;
  private final Prerequisites prerequisites;

  private Roles(Foundation foundation, Map<RoleName, Role> roles, EndSignals end) {
    this.foundation = foundation;
    this.roles = roles;
    prerequisites = new Prerequisites(this::check, this::begin, end::fail);
  }

  /**
   * Makes the roles of these names.
   *
   * @param end is asked for where they cannot begin as they are configured
   */
  public static Service.WorkFactory named(Set<RoleName> names, EndSignals end) {
    return (configuration, metrics) -> {
      Foundation foundation = new Foundation(configuration, metrics);
      Map<RoleName, Role> roles = new EnumMap<>(RoleName.class);
      try {
        names.forEach(name -> roles.put(name, create(name, foundation)));
      } catch (StartupException e) {
        foundation.close();
        throw e;
      }
      return new Roles(foundation, roles, end);
    };
  }

  private static Role create(RoleName name, Foundation foundation) {
    return switch (name) {
      case INGEST -> new IngestRole(foundation);
      case MQTT_BRIDGE -> new BridgeRole(foundation);
      case HTTP -> new HttpRole(foundation);
      case ROUTE_DELIVERY -> new DeliveryRole(foundation);
    };
  }

  @Override
  public List<ReadinessCheck> checks() {
    List<ReadinessCheck> checks = new ArrayList<>();
    checks.add(ReadinessCheck.of("database", prerequisites::problem));
    checks.add(
        ReadinessCheck.of(
            "nats", () -> foundation.nats().isConnected() ? null : foundation.nats().reason()));
    checks.add(ReadinessCheck.of("settings", foundation::settingsProblem));
    roles.values().forEach(role -> checks.addAll(role.checks()));
    return checks;
  }

  /**
   * Those of the lanes, where there are any: what a process has written says more than what it took
   * in. Else of all ways in together.
   */
  @Override
  public HealthSource health() {
    Role lanes = roles.get(RoleName.INGEST);
    return lanes == null
        ? HealthSource.sum(roles.values().stream().map(Role::health).toList())
        : lanes.health();
  }

  @Override
  public Routes routes() {
    return Routes.all(roles.values().stream().map(Role::routes).toList());
  }

  @Override
  public void start() {
    prerequisites.start();
  }

  /** The ways in stop first: what they accepted meanwhile lanes may still store. */
  @Override
  public void stop(Duration timeout) throws InterruptedException {
    Deadline end = Deadline.in(timeout);
    prerequisites.close();
    Role lanes = roles.get(RoleName.INGEST);
    stopWaysIn(lanes == null ? end : Deadline.in(end.left().dividedBy(2)));
    if (lanes != null) {
      stop(RoleName.INGEST, lanes, end);
    }
    foundation.stop();
  }

  /** At the same time: none may use up the others' time. */
  private void stopWaysIn(Deadline end) throws InterruptedException {
    Map<RoleName, Thread> stopping = new EnumMap<>(RoleName.class);
    roles.forEach((name, role) -> {
      if (name != RoleName.INGEST) {
        Runnable stop = () -> stopQuietly(name, role, end);
        stopping.put(name, Thread.ofPlatform().daemon().name("stop-" + name).start(stop));
      }
    });
    for (Map.Entry<RoleName, Thread> one : stopping.entrySet()) {
      if (!one.getValue().join(end.left().plus(GRACE))) {
        log.warn("{} has not stopped in time, and is left", one.getKey());
        one.getValue().interrupt();
      }
    }
  }

  private static void stopQuietly(RoleName name, Role role, Deadline end) {
    try {
      stop(name, role, end);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it was told already
    } catch (RuntimeException e) {
      log.error("{} failed to stop", name, e);
    }
  }

  private static void stop(RoleName name, Role role, Deadline end) throws InterruptedException {
    role.stop(end.left());
    if (end.left().isZero()) {
      log.warn("{} used up its time to stop; what it had not finished is left", name);
    }
  }

  @Override
  public void close() {
    foundation.close();
  }

  private void check() {
    foundation.check();
    roles.values().forEach(Role::check);
  }

  private void begin() {
    foundation.begin();
    roles.values().forEach(Role::begin);
  }
}
