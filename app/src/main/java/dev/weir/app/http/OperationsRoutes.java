package dev.weir.app.http;

import dev.weir.gateway.http.Json;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code /health}, {@code /ready} and {@code /metrics}.
 *
 * @param service what this process calls itself
 * @param checks all of them must hold for {@code /ready}; one that does not makes {@code /health}
 *     say {@code degraded}
 * @param metrics the exposition in Prometheus' text format
 */
public record OperationsRoutes(
    String service, HealthSource health, List<ReadinessCheck> checks, Supplier<String> metrics)
    implements Routes {

  private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

  public OperationsRoutes {
    checks = List.copyOf(checks);
  }

  @Override
  public void addTo(RoutesConfig routes) {
    get(routes, "/health", this::health);
    get(routes, "/ready", this::ready);
    get(routes, "/metrics", context -> context.result(metrics.get()).contentType(PROMETHEUS_TEXT));
  }

  /** Without a handler of its own HEAD would be 200, ready or not. */
  private static void get(RoutesConfig routes, String path, Handler handler) {
    routes.get(path, handler);
    routes.head(path, handler);
  }

  private void health(Context context) {
    HealthSource.Figures figures = health.figures();
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("status", obstacles().isEmpty() ? "healthy" : "degraded");
    document.put("service", service);
    document.put(
        "last_write_at", figures.lastWriteAt() == null ? null : figures.lastWriteAt().toString());
    Map<String, Long> counters = new LinkedHashMap<>();
    counters.put("messages_received", figures.received());
    counters.put("messages_written", figures.written());
    counters.put("messages_rejected", figures.rejected());
    counters.put("messages_duplicate", figures.duplicate());
    document.put("counters", counters);
    context.result(Json.bytes(document)).contentType(Json.CONTENT_TYPE);
  }

  private void ready(Context context) {
    Map<String, String> obstacles = obstacles();
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("status", obstacles.isEmpty() ? "ready" : "not ready");
    if (!obstacles.isEmpty()) {
      document.put(
          "reason",
          obstacles.entrySet().stream()
              .map(obstacle -> obstacle.getKey() + ": " + obstacle.getValue())
              .collect(Collectors.joining("; ")));
      document.put("checks", obstacles);
      context.status(503);
    }
    context.result(Json.bytes(document)).contentType(Json.CONTENT_TYPE);
  }

  private Map<String, String> obstacles() {
    Map<String, String> obstacles = new LinkedHashMap<>();
    for (ReadinessCheck check : checks) {
      check.obstacle().ifPresent(why -> obstacles.put(check.name(), why));
    }
    return obstacles;
  }
}
