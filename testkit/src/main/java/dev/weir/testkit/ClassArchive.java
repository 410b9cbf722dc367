package dev.weir.testkit;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Weir's classes as a JVM has them in memory, made once for all processes that tests start: these
 * are ready with half the work. Where no jars were built, processes start without it.
 */
final class ClassArchive {

  private static final Duration TRAINING_BOUND = Duration.ofSeconds(90);

  /** Where a build has its jars, from the folder of the module whose tests run. */
  private static final List<Path> JARS =
      List.of(Path.of("target", "weir"), Path.of("..", "app", "target", "weir"));

  /** Servers that nobody listens for: what a process loads before it has any is enough. */
  private static final Map<String, String> NOWHERE =
      Map.of(
          "DATABASE_URL", "postgres://nobody@127.0.0.1:1/nowhere",
          "NATS_URL", "nats://127.0.0.1:1",
          "MQTT_URL", "mqtt://127.0.0.1:1",
          "HTTP_HOST", "127.0.0.1");

  private ClassArchive() {}

  /** The class path and the options with which a process of Weir's starts. */
  static List<String> options(List<String> jvm) {
    Path jars = jars();
    if (jars == null) {
      return List.of("-cp", System.getProperty("java.class.path"));
    }
    Path archive = jars.resolveSibling("weir.jsa").toAbsolutePath();
    String classPath = jars.toAbsolutePath().normalize() + "/*";
    try (RandomAccessFile file =
            new RandomAccessFile(jars.resolveSibling("weir.jsa.lock").toFile(), "rw");
        FileLock _ = file.getChannel().lock()) {
      if (!isOf(jars, archive)) {
        make(archive, jvm, classPath);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.of("-XX:SharedArchiveFile=" + archive, "-cp", classPath);
  }

  /** Null where there are none, as in a run from a development environment. */
  private static @Nullable Path jars() {
    return JARS.stream().filter(ClassArchive::hasJars).findFirst().orElse(null);
  }

  private static boolean hasJars(Path folder) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(file -> file.getFileName().toString().startsWith("weir-app"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The JVM passes over an archive of other jars: it would start as if there were none. */
  private static boolean isOf(Path jars, Path archive) throws IOException {
    if (!Files.exists(archive)) {
      return false;
    }
    long made = Files.getLastModifiedTime(archive).toMillis();
    try (Stream<Path> files = Files.list(jars)) {
      return files.allMatch(file -> file.toFile().lastModified() <= made);
    }
  }

  /** A process that is ended before it has found its servers leaves the archive behind. */
  private static void make(Path archive, List<String> jvm, String classPath) throws IOException {
    Path made = Files.createTempFile(archive.getParent(), "weir", ".jsa");
    Files.delete(made);
    int port = WeirProcess.freePort();
    List<String> command = new ArrayList<>(WeirProcess.java(jvm));
    command.addAll(List.of("-XX:ArchiveClassesAtExit=" + made, "-cp", classPath));
    command.addAll(List.of(WeirProcess.MAIN, "serve", "ingest,http,mqtt-bridge"));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(NOWHERE);
    builder.environment().put("HTTP_PORT", Integer.toString(port));
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    try {
      Awaitility.await("a process to train with")
          .atMost(TRAINING_BOUND)
          .until(() -> listens(port) || !process.isAlive());
      process.destroy();
      process.waitFor(TRAINING_BOUND.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
    if (Files.exists(made)) {
      Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }
}
