package dev.weir.app.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The values read, and what was found wrong on the way. A variable whose text is wrong has its
 * default here, so that reading goes on and everything wrong is found at once.
 */
final class Values {

  private final Map<String, Object> byName = new HashMap<>();
  private final Set<String> set = new HashSet<>();
  private final Set<String> wrong = new HashSet<>();
  private final List<Problem> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  Values(List<Variable<?>> variables, VariableSource source) {
    for (Variable<?> variable : variables) {
      read(variable, source);
    }
  }

  /** The value of a variable that has a default. */
  <T> T get(Variable<T> variable) {
    return Objects.requireNonNull(find(variable), variable.name());
  }

  /** The value of a variable; null where it is not set and has no default. */
  @SuppressWarnings("unchecked") // put there by the variable's own type
  <T> @Nullable T find(Variable<T> variable) {
    return (T) byName.get(variable.name());
  }

  <T> T getOr(Variable<T> variable, T otherwise) {
    T value = find(variable);
    return value == null ? otherwise : value;
  }

  /** Whether the environment names it, rather than the default. */
  boolean isSet(Variable<?> variable) {
    return set.contains(variable.name());
  }

  /** Holds a rule between variables, where each of them is right by itself. */
  void require(
      boolean holds, Variable<?> toChange, Variable<?> other, String fault, String expected) {
    if (!holds && !wrong.contains(toChange.name()) && !wrong.contains(other.name())) {
      reject(toChange, fault, expected);
    }
  }

  void warn(String warning) {
    warnings.add(warning);
  }

  List<Problem> problems() {
    return List.copyOf(problems);
  }

  List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** A value as it may be printed; empty where there is none. */
  <T> String show(Variable<T> variable) {
    T value = find(variable);
    return value == null ? "" : variable.type().show(value);
  }

  private <T> void read(Variable<T> variable, VariableSource source) {
    T value = null;
    try {
      String text = source.text(variable);
      if (text != null) {
        set.add(variable.name());
        value = parse(variable, text);
      }
    } catch (BadValueException e) {
      reject(variable, e.getMessage(), variable.type().expected());
    }
    if (value == null && !variable.defaultText().isEmpty()) {
      value = defaultOf(variable);
    }
    if (value != null) {
      byName.put(variable.name(), value);
    }
  }

  private static <T> T parse(Variable<T> variable, String text) throws BadValueException {
    try {
      return variable.type().parse(text);
    } catch (BadValueException e) {
      String quoted = variable.secret() ? "" : "\"" + text + "\" ";
      throw new BadValueException(quoted + e.getMessage());
    }
  }

  private static <T> T defaultOf(Variable<T> variable) {
    try {
      return variable.type().parse(variable.defaultText());
    } catch (BadValueException e) {
      throw new AssertionError("the default of " + variable.name() + ' ' + e.getMessage(), e);
    }
  }

  private void reject(Variable<?> variable, @Nullable String fault, String expected) {
    wrong.add(variable.name());
    problems.add(new Problem(variable.name(), String.valueOf(fault), expected));
  }
}
