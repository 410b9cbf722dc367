package dev.weir.app.config;

import java.util.List;

/** Variables that belong together, as the reference shows them. */
public record VariableGroup(String title, List<Variable<?>> variables) {

  static VariableGroup of(String title, Variable<?>... variables) {
    return new VariableGroup(title, List.of(variables));
  }
}
