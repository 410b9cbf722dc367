package dev.weir.benchmarks;

import dev.weir.testkit.WeirProcess;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a stage is like.
 *
 * @param devices that send, over all tenants
 * @param tenants that they belong to
 * @param partitions of the telemetry, which are lanes
 * @param maxMetrics that a message may have
 * @param routes of the first tenant, as topic filters; nobody delivers
 * @param rows that are in {@code telemetry} from the start, of the days before
 */
public record Setup(
    int devices, int tenants, int partitions, int maxMetrics, List<String> routes, long rows) {

  private static final int MAX_METRICS = 50; // the setting's default
  private static final int AUTH_CACHE_MAX_SIZE = 10_000; // likewise
  private static final int HEAP_MEBIBYTES = 208;
  private static final int DEVICES_PER_MEBIBYTE = 2_740;
  private static final long ROUTES_BYTES = 4L << 30;

  /** One tenant's devices on the usual lanes, nothing there yet. */
  public static Setup ofDevices(int devices) {
    return new Setup(devices, 1, Stage.PARTITIONS, MAX_METRICS, List.of(), 0);
  }

  /** The same devices of so many tenants. */
  public Setup withTenants(int number) {
    return new Setup(devices, number, partitions, maxMetrics, routes, rows);
  }

  /** The same on so many lanes. */
  public Setup withPartitions(int number) {
    return new Setup(devices, tenants, number, maxMetrics, routes, rows);
  }

  /** The same where messages of so many metrics are taken. */
  public Setup withMetrics(int number) {
    return new Setup(devices, tenants, partitions, Math.max(maxMetrics, number), routes, rows);
  }

  /** The same with routes: so many of no message, after so many of each. */
  public Setup withRoutes(int ofEach, int ofNone) {
    List<String> filters = new ArrayList<>(Collections.nCopies(ofEach, "#"));
    for (int i = 1; i <= ofNone; i++) {
      filters.add("tenant/%s/device/absent-%d/telemetry".formatted(Stage.FIRST_TENANT, i));
    }
    return new Setup(devices, tenants, partitions, maxMetrics, List.copyOf(filters), rows);
  }

  /** The same with so many rows of the days before. */
  public Setup withRows(long number) {
    return new Setup(devices, tenants, partitions, maxMetrics, routes, number);
  }

  /** What the ingest process is given: it remembers all devices that send. */
  int heapMebibytes() {
    return HEAP_MEBIBYTES + devices / DEVICES_PER_MEBIBYTE;
  }

  /** Options of its JVM. */
  public String javaOptions() {
    return WeirProcess.launcherOptions(heapMebibytes());
  }

  /** Of the processes that work there. */
  Map<String, String> environment(String databaseUrl, String natsUrl) {
    long streams = Stage.STREAM_BYTES * (Stage.PARTITIONS + 1);
    Map<String, String> environment = new HashMap<>();
    environment.put("DATABASE_URL", databaseUrl);
    environment.put("NATS_URL", natsUrl);
    environment.put("TELEMETRY_PARTITIONS", Integer.toString(partitions));
    environment.put(
        "STREAM_MAX_BYTES", Long.toString(streams / (Math.max(partitions, Stage.PARTITIONS) + 1)));
    environment.put("STREAM_MAX_MSGS_PER_TENANT", "1000000000");
    environment.put(
        "AUTH_CACHE_MAX_SIZE", Integer.toString(Math.max(AUTH_CACHE_MAX_SIZE, devices)));
    environment.put("ROUTES_MAX_BYTES", Long.toString(ROUTES_BYTES));
    // While a backlog is made the process stands still, and is to find its lanes again.
    environment.put("LEASE_SECONDS", "60");
    environment.put("LOG_STATS_EVERY_SECONDS", "0");
    return environment;
  }
}
