package dev.weir.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.app.config.Configuration;
import dev.weir.app.config.ConfigurationException;
import dev.weir.app.config.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A configuration: an input is lines, the first character of each chooses the variable, the rest is
 * its text. Whatever it is, there is an answer, and no secret in it.
 */
public final class ConfigurationFuzz {

  /** Stands for a secret where a text holds it. */
  private static final String SECRET = "hunter2";

  private static final Set<String> SECRETS =
      Set.of("NATS_URL", "DATABASE_URL", "PG_PASS", "MQTT_URL", "MQTT_PASSWORD");

  /** A URL in which the secret is surely a password's, or part of one. */
  private static final Pattern AS_PASSWORD =
      Pattern.compile(
          "[a-z]+://(?:(?!hunter2)[a-z0-9])*:[a-z0-9%]*hunter2[a-z0-9%]*@"
              + "(?:(?!hunter2)[^@?])*(?:\\?sslpassword=hunter2)?(?:(?!hunter2)[^@])*");

  private static final List<String> NAMES = names();

  private ConfigurationFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    Map<String, String> environment = new HashMap<>();
    for (String line : new String(bytes, UTF_8).split("\n", -1)) {
      // The operating system lets no variable hold the NUL character.
      if (!line.isEmpty() && line.indexOf('\0') < 0) {
        environment.put(NAMES.get(line.charAt(0) % NAMES.size()), line.substring(1));
      }
    }
    boolean isPlanted =
        environment.entrySet().stream()
            .noneMatch(e -> !SECRETS.contains(e.getKey()) && e.getValue().contains(SECRET));
    try {
      accepted(Configuration.from(environment), isPlanted && hidesItsSecrets(environment));
    } catch (ConfigurationException e) {
      refused(e, isPlanted);
    }
  }

  private static void refused(ConfigurationException refusal, boolean isPlanted) {
    String message = String.valueOf(refusal.getMessage());
    Fault.unless(!isPlanted || !message.contains(SECRET), "a fault quotes no secret");
    Fault.unless(!refusal.problems().isEmpty(), "a refusal says what is wrong");
    for (Problem problem : refusal.problems()) {
      Fault.unless(NAMES.contains(problem.variable()), "a fault names its variable");
      Fault.unless(!problem.expected().isEmpty(), "a fault says what would be right");
    }
  }

  private static void accepted(Configuration configuration, boolean hidden) {
    String shown = configuration.shown() + " " + configuration.warnings() + " " + configuration;
    Fault.unless(!hidden || !shown.contains(SECRET), "what is shown holds no secret");
    Fault.unless(
        configuration.database().poolMin() <= configuration.database().poolMax(),
        "bounds between variables hold");
  }

  private static boolean hidesItsSecrets(Map<String, String> environment) {
    return environment.entrySet().stream()
        .filter(e -> e.getKey().endsWith("_URL") && e.getValue().contains(SECRET))
        .allMatch(e -> AS_PASSWORD.matcher(e.getValue()).matches());
  }

  private static List<String> names() {
    try {
      List<String> names = new ArrayList<>(Configuration.from(Map.of()).shown().keySet());
      SECRETS.stream().sorted().forEach(name -> names.add(name + "_FILE"));
      return List.copyOf(names);
    } catch (ConfigurationException e) {
      throw new IllegalStateException("the defaults are wrong", e);
    }
  }
}
