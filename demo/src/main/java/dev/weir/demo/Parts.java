package dev.weir.demo;

import dev.weir.app.config.MqttSettings;
import dev.weir.app.simulate.Ledger;
import dev.weir.app.simulate.Transport;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;

/** The whole fleet: most devices over MQTT, some over HTTP, alone or in batches. */
record Parts(List<Part> parts) {

  private static final double HTTP_SHARE = 0.1;
  private static final double BATCH_SHARE = 0.2;

  /** A single device publishes over MQTT. */
  static Parts of(long seed, int devices, double rate) {
    int http = (int) (devices * HTTP_SHARE);
    int batch = (int) (devices * BATCH_SHARE);
    double perDevice = rate / devices;
    List<Part> parts = new ArrayList<>();
    parts.add(Part.of(Transport.MQTT, seed, devices - http - batch, perDevice));
    if (http > 0) {
      parts.add(Part.of(Transport.HTTP, seed, http, perDevice));
    }
    if (batch > 0) {
      parts.add(Part.of(Transport.HTTP_BATCH, seed, batch, perDevice));
    }
    return new Parts(List.copyOf(parts));
  }

  int tenants() {
    return parts.stream().mapToInt(part -> part.fleet().tenants().size()).sum();
  }

  /** Devices that publish one way; 0 where none does. */
  int devices(Transport transport) {
    return parts.stream()
        .filter(part -> part.transport() == transport)
        .mapToInt(Part::devices)
        .sum();
  }

  /** All publish side by side, into one ledger; returns when the last is done. */
  void publish(
      MqttSettings broker, URI gateway, Duration duration, Ledger ledger, BooleanSupplier stopped)
      throws IOException, InterruptedException {
    try (ExecutorService threads = Executors.newFixedThreadPool(parts.size())) {
      List<Future<?>> runs = new ArrayList<>();
      for (Part part : parts) {
        runs.add(
            threads.submit(() -> {
              part.publish(broker, gateway, duration, ledger, stopped);
              return null;
            }));
      }
      for (Future<?> run : runs) {
        await(run);
      }
    }
  }

  private static void await(Future<?> run) throws IOException, InterruptedException {
    try {
      run.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause
          ? cause
          : new IOException("a part of the fleet failed: " + e.getMessage(), e);
    }
  }
}
