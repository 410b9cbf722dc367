package dev.weir.app.http;

import java.util.Optional;

/** One thing that must hold before this process counts as ready. Asked often: answers at once. */
public interface ReadinessCheck {

  /** What is checked, in a word. */
  String name();

  /** Why it does not hold; empty where it does. */
  Optional<String> obstacle();
}
