package dev.weir.app.http;

import java.time.Instant;
import java.util.List;
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
      @Nullable Instant lastWriteAt, long received, long written, long rejected, long duplicate) {

    Figures plus(Figures other) {
      return new Figures(
          later(lastWriteAt, other.lastWriteAt),
          received + other.received,
          written + other.written,
          rejected + other.rejected,
          duplicate + other.duplicate);
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
      if (one == null || other == null) {
        return one == null ? other : one;
      }
      return one.isAfter(other) ? one : other;
    }
  }

  Figures figures();

  /** What several parts of a process have done together. */
  static HealthSource sum(List<HealthSource> parts) {
    return () -> parts.stream().map(HealthSource::figures).reduce(Figures::plus).orElseThrow();
  }
}
