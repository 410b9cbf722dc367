package dev.weir.benchmarks;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * CPU that processes have taken by now, in hundredths of a second, by Linux's own account.
 *
 * @param jit what the ingest process' JIT took of it
 * @param postgresql with all of its backends, those that have ended included; null where it is not
 *     known
 * @param nats likewise
 */
public record Usage(long ingest, long jit, @Nullable Long postgresql, @Nullable Long nats) {

  /**
   * Places in {@code /proc/PID/stat} behind the name in brackets, which may hold spaces, and the
   * state.
   */
  private static final int USER = 10;

  private static final int SYSTEM = 11;
  private static final int ENDED_CHILDREN = 12;

  /** What Linux keeps of the names of HotSpot's compiler threads. */
  private static final Pattern COMPILER = Pattern.compile("C[12] CompilerThre");

  /**
   * Of an ingest process and its servers.
   *
   * @param ingest its process id
   */
  static Usage of(long ingest, Servers servers) throws IOException {
    Long postgresql = servers.postgresql();
    Long nats = servers.nats();
    return new Usage(
        own(ingest),
        jit(ingest),
        postgresql == null ? null : withChildren(postgresql),
        nats == null ? null : own(nats));
  }

  /** What was taken since then. */
  Usage since(Usage former) {
    return new Usage(
        ingest - former.ingest,
        jit - former.jit,
        difference(postgresql, former.postgresql),
        difference(nats, former.nats));
  }

  private static @Nullable Long difference(@Nullable Long now, @Nullable Long then) {
    return now == null || then == null ? null : now - then;
  }

  private static long own(long pid) throws IOException {
    return own("" + pid);
  }

  private static long own(String process) throws IOException {
    List<Long> fields = stat(process);
    return fields.get(USER) + fields.get(SYSTEM);
  }

  /** Of the JVM's compiler threads. One that ended is missing; on two cores none does. */
  private static long jit(long pid) throws IOException {
    long sum = 0;
    try (DirectoryStream<Path> threads =
        Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
      for (Path thread : threads) {
        sum += jit(pid, thread);
      }
    }
    return sum;
  }

  private static long jit(long pid, Path thread) {
    try {
      boolean compiles = COMPILER.matcher(Files.readString(thread.resolve("comm"))).lookingAt();
      return compiles ? own(pid + "/task/" + thread.getFileName()) : 0;
    } catch (IOException ended) {
      return 0;
    }
  }

  private static long withChildren(long pid) throws IOException {
    List<Long> fields = stat("" + pid);
    long sum = own(pid) + fields.get(ENDED_CHILDREN) + fields.get(ENDED_CHILDREN + 1);
    Path children = Path.of("/proc/" + pid + "/task/" + pid + "/children");
    for (String child : Files.readString(children).strip().split(" ", -1)) {
      try {
        sum += child.isEmpty() ? 0 : own(Long.parseLong(child));
      } catch (IOException ended) {
        // Its parent's account has it, the next time.
      }
    }
    return sum;
  }

  private static List<Long> stat(String process) throws IOException {
    String line = Files.readString(Path.of("/proc/" + process + "/stat"));
    String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
    return Arrays.stream(fields).skip(1).limit(ENDED_CHILDREN + 2L).map(Long::parseLong).toList();
  }
}
