package dev.weir.app.http;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a process has done since it started. */
public interface HealthSource {

  /**
   * Figures at one moment.
   *
   * @param lastWriteAt when rows were last committed; null before the first
   * @param received messages taken from the streams
   * @param written rows stored
   * @param rejected messages refused, stored as such or only counted
   * @param duplicate messages that had been stored before
   */
  record Figures(
      @Nullable Instant lastWriteAt, long received, long written, long rejected, long duplicate) {}

  Figures figures();
}
