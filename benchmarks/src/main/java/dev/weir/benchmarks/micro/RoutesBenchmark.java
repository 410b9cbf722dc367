package dev.weir.benchmarks.micro;

import dev.weir.app.simulate.SimulatedMessage.Form;
import dev.weir.core.message.TelemetryMessage;
import dev.weir.core.route.PayloadFilter;
import dev.weir.core.route.Route;
import dev.weir.core.route.TenantRoutes;
import dev.weir.core.route.TopicFilter;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Which of a tenant's routes mean a message, beside asking each route. One route in ten, the first
 * among them, takes every device's telemetry and looks into the payload for heat that is rare; the
 * others take all of one device.
 */
@State(Scope.Thread)
public class RoutesBenchmark {

  private static final int OF_ALL_DEVICES_ONE_IN = 10;

  @Param({"0", "1", "10", "100"})
  int count;

  private final List<TelemetryMessage> messages = Messages.read(Messages.good(Form.NATIVE));
  private List<Route> routes = List.of();
  private TenantRoutes tenantRoutes = TenantRoutes.NONE;
  private int next;

  @Setup
  public void makeRoutes() {
    String tenantId = messages.getFirst().topic().tenantId();
    List<Route> made = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      made.add(route(i, tenantId));
    }
    routes = List.copyOf(made);
    tenantRoutes = new TenantRoutes(routes);
  }

  @Benchmark
  public List<Route> tenantRoutes() {
    TelemetryMessage message = next();
    return tenantRoutes.matching(message.topic(), message.payload());
  }

  @Benchmark
  public List<Route> eachRoute() {
    TelemetryMessage message = next();
    List<Route> matching = new ArrayList<>();
    for (Route route : routes) {
      if (route.matches(message.topic(), message.payload())) {
        matching.add(route);
      }
    }
    return matching;
  }

  private TelemetryMessage next() {
    next = (next + 1) % messages.size();
    return messages.get(next);
  }

  private static Route route(int number, String tenantId) {
    boolean ofAll = number % OF_ALL_DEVICES_ONE_IN == 0;
    String devices = ofAll ? "+/telemetry" : "device-" + number + "/#";
    return new Route(
        number + 1,
        tenantId,
        TopicFilter.parse("tenant/" + tenantId + "/device/" + devices),
        ofAll ? PayloadFilter.parse("{\"temp_c\":{\"$gt\":" + (33 + number / 100.0) + "}}") : null);
  }
}
