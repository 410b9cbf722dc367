package dev.weir.app.http;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One thing that must hold before this process counts as ready. Asked often: answers at once. */
public interface ReadinessCheck {

  /** What is checked, in a word. */
  String name();

  /** Why it does not hold; empty where it does. */
  Optional<String> obstacle();

  /**
   * A check of a name.
   *
   * @param obstacle gives null where nothing is in the way
   */
  static ReadinessCheck of(String name, Supplier<@Nullable String> obstacle) {
    return new ReadinessCheck() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Optional<String> obstacle() {
        return Optional.ofNullable(obstacle.get());
      }
    };
  }
}
