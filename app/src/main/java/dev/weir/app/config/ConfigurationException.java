package dev.weir.app.config;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration is wrong. Holds all that is, and no secret. */
public final class ConfigurationException extends Exception {

  private static final long serialVersionUID = 1;

  private final transient List<Problem> problems;

  ConfigurationException(List<Problem> problems) {
    super(
        problems.stream()
            .map(Problem::toString)
            .collect(Collectors.joining("\n  ", "wrong configuration:\n  ", "")));
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }
}
