package dev.weir.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;

/**
 * A wall clock for processes, that jumps when it is told to: the system's, seen through Debian's
 * {@code libfaketime}. What measures spans of time is as steady as on a machine whose clock is set.
 */
public final class SteppedClock implements AutoCloseable {

  private static final Path LIBRARIES = Path.of("/usr/lib");

  private final Path library = library();
  private final Path folder;

  private SteppedClock() {
    try {
      folder = Files.createTempDirectory("weir-clock-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    set(Duration.ZERO);
  }

  /**
   * One that is right at first.
   *
   * @throws IllegalStateException there is no {@code libfaketime}
   */
  public static SteppedClock start() {
    return new SteppedClock();
  }

  /** What a process has to find in its environment to live by this clock. */
  public Map<String, String> environment() {
    return Map.of(
        "LD_PRELOAD",
        library.toString(),
        "FAKETIME_TIMESTAMP_FILE",
        offset().toString(),
        "FAKETIME_NO_CACHE",
        "1",
        "FAKETIME_DONT_FAKE_MONOTONIC",
        "1",
        // Without it waits that go by the steady clock end at once.
        "FAKETIME_FORCE_MONOTONIC_FIX",
        "0");
  }

  /** From now on it is so far ahead of the system's clock, or behind. */
  public void set(Duration ahead) {
    try {
      Path next = folder.resolve("next");
      Files.writeString(next, "%+d".formatted(ahead.toSeconds()) + '\n');
      // In one piece: processes read it whenever they ask for the time.
      Files.move(next, offset(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(offset());
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path offset() {
    return folder.resolve("offset");
  }

  private static Path library() {
    try (DirectoryStream<Path> architectures = Files.newDirectoryStream(LIBRARIES, "*-linux-*")) {
      for (Path architecture : architectures) {
        Path library = architecture.resolve("faketime/libfaketimeMT.so.1");
        if (Files.isReadable(library)) {
          return library;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalStateException(
        "no libfaketime below /usr/lib: install it (Debian: libfaketime)");
  }
}
