package dev.weir.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Weir in a process of its own: with this test's classes, as a user would start it. */
public final class WeirProcess implements AutoCloseable {

  static final String MAIN = "dev.weir.app.Weir";
  private static final Duration START_BOUND = Duration.ofSeconds(60);

  /** A process that lives for seconds starts with half the work; at full load it does less. */
  private static final List<String> STARTS_FAST =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private static final List<String> LIKE_THE_LAUNCHER =
      List.of("-Xmx512m", "-XX:+UseCompactObjectHeaders");
  private static final String JAVA_OPTIONS = "WEIR_JAVA_OPTS";

  private final Process process;
  private final Path log;
  private final int httpPort;
  private final HttpClient http = HttpClient.newHttpClient();

  private WeirProcess(Process process, Path log, int httpPort) {
    this.process = process;
    this.log = log;
    this.httpPort = httpPort;
  }

  /**
   * Starts a command, in a JVM that is ready soon rather than fast later.
   *
   * @param environment added to this process's; {@code HTTP_PORT} is a free one unless it is here
   */
  public static WeirProcess start(Map<String, String> environment, String... arguments) {
    return start(STARTS_FAST, ClassArchive.options(STARTS_FAST), environment, arguments);
  }

  /** The same in a JVM as users have it, for what is measured. */
  public static WeirProcess startForMeasurement(
      Map<String, String> environment, String... arguments) {
    return start(
        List.of(), List.of("-cp", System.getProperty("java.class.path")), environment, arguments);
  }

  /**
   * The same by the launcher that {@code WEIR_LAUNCHER} names, which is how users start it; options
   * of {@code WEIR_JAVA_OPTS} are taken over.
   */
  public static WeirProcess startByLauncher(
      int heapMebibytes, Map<String, String> environment, String... arguments) {
    String launcher = Objects.requireNonNull(System.getenv("WEIR_LAUNCHER"), "WEIR_LAUNCHER");
    Map<String, String> withOptions = new HashMap<>(environment);
    withOptions.put(JAVA_OPTIONS, launcherOptions(heapMebibytes));
    return start(List.of(launcher), withOptions, arguments);
  }

  /** Options of the JVM of a process that the launcher starts. */
  public static String launcherOptions(int heapMebibytes) {
    String others = System.getenv().getOrDefault(JAVA_OPTIONS, "");
    return "-Xmx%dm %s".formatted(heapMebibytes, others).strip();
  }

  /** A JVM as all processes have it. */
  static List<String> java(List<String> options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(LIKE_THE_LAUNCHER);
    return command;
  }

  private static WeirProcess start(
      List<String> options,
      List<String> classes,
      Map<String, String> environment,
      String... arguments) {
    List<String> command = java(options);
    command.addAll(classes);
    command.add(MAIN);
    return start(command, environment, arguments);
  }

  private static WeirProcess start(
      List<String> program, Map<String, String> environment, String... arguments) {
    try {
      String given = environment.get("HTTP_PORT");
      int port = given == null ? freePort() : Integer.parseInt(given);
      Path log = Files.createTempFile("weir-", ".log");
      List<String> command = new ArrayList<>(program);
      command.addAll(List.of(arguments));
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().putAll(environment);
      builder.environment().put("HTTP_HOST", "127.0.0.1");
      builder.environment().put("HTTP_PORT", Integer.toString(port));
      builder.redirectErrorStream(true).redirectOutput(log.toFile());
      Process process = builder.start();
      // A test that dies before it closes its processes leaves none behind.
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(process::destroyForcibly));
      return new WeirProcess(process, log, port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until {@code /ready} answers 200. */
  public WeirProcess awaitReady() {
    Awaitility.await("ready")
        .atMost(START_BOUND)
        .pollInterval(Duration.ofMillis(50))
        .failFast(this::failIfEnded)
        .until(() -> status("/ready") == 200);
    return this;
  }

  /** Of loopback, where it serves HTTP. */
  public int port() {
    return httpPort;
  }

  /** The status of an answer; 0 where there was none. */
  public int status(String path) {
    try {
      return get(path).statusCode();
    } catch (IOException notThere) {
      return 0;
    }
  }

  /** Where it serves HTTP. */
  public String url() {
    return "http://127.0.0.1:" + httpPort;
  }

  public HttpResponse<String> get(String path) throws IOException {
    URI uri = URI.create(url() + path);
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** The sum of a metric's lines that begin so, such as {@code name{label="value"}}. */
  public double metric(String beginning) throws IOException {
    return get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(beginning))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  /** All that the process has printed. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public long pid() {
    return process.pid();
  }

  /** Memory that the process takes, by Linux's own account. */
  public long residentBytes() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1_024)
          .sum();
    }
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Ends the process as a crash would: SIGKILL. */
  public void kill() {
    process.destroyForcibly();
    awaitExit(Duration.ofSeconds(10));
  }

  /** Asks the process to end: SIGTERM; returns at once. */
  public void terminate() {
    process.destroy();
  }

  /** Sends a signal by name, such as {@code STOP}, {@code CONT} or {@code INT}. */
  public void signal(String name) {
    Signals.send(process, name);
  }

  /** The exit code, once the process has ended. */
  public int awaitExit(Duration bound) {
    try {
      if (!process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("still running after " + bound + ":\n" + log());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    awaitExit(Duration.ofSeconds(10));
    try {
      Files.deleteIfExists(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void failIfEnded() {
    if (!process.isAlive()) {
      throw new IllegalStateException("ended with " + process.exitValue() + ":\n" + log());
    }
  }

  /** One that nobody listens on now. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
