package dev.weir.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Sends signals to processes that a test has started. */
public final class Signals {

  private Signals() {}

  /**
   * Sends a signal by its name, such as {@code STOP}, {@code CONT} or {@code INT}. By the shell's
   * own {@code kill}: a bare system has no program of that name.
   */
  public static void send(Process process, String name) {
    try {
      int code =
          new ProcessBuilder("sh", "-c", "kill -" + name + ' ' + process.pid()).start().waitFor();
      if (code != 0) {
        throw new IllegalStateException("kill -" + name + " failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
