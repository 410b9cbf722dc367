package dev.weir.app.http;

import io.javalin.config.RoutesConfig;
import java.util.List;

/** Adds paths to the process's HTTP server. */
@FunctionalInterface
public interface Routes {

  Routes NONE = routes -> {};

  void addTo(RoutesConfig routes);

  static Routes all(List<Routes> several) {
    return routes -> several.forEach(one -> one.addTo(routes));
  }
}
