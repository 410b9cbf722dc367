package dev.weir.app.command;

import dev.weir.app.config.Configuration;
import dev.weir.app.config.ConfigurationException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What surrounds a command.
 *
 * @param environment environment variables
 * @param out for results
 * @param err for everything else
 */
public record Console(Map<String, String> environment, PrintWriter out, PrintWriter err) {

  /** That of this process. */
  public static Console ofProcess() {
    return new Console(
        System.getenv(),
        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8));
  }

  Configuration configuration() throws ConfigurationException {
    return Configuration.from(environment);
  }
}
