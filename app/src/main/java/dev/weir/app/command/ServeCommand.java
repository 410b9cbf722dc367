package dev.weir.app.command;

import dev.weir.app.build.BuildVersion;
import dev.weir.app.config.Configuration;
import dev.weir.app.config.ConfigurationException;
import dev.weir.app.log.Logging;
import dev.weir.app.serve.EndSignals;
import dev.weir.app.serve.RoleName;
import dev.weir.app.serve.Roles;
import dev.weir.app.serve.Service;
import dev.weir.app.serve.StartupException;
import java.net.BindException;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** {@code weir serve}: the only command that logs to standard output. */
final class ServeCommand {

  private static final Logger log = LoggerFactory.getLogger(ServeCommand.class);

  private final Console console;

  ServeCommand(Console console) {
    this.console = console;
  }

  int run(String list) throws ConfigurationException, BindException, InterruptedException {
    Set<RoleName> roles = roles(list);
    Configuration configuration = console.configuration();
    EndSignals signals = EndSignals.listen();
    Logging.forService(configuration.operation());
    announce(roles, configuration);
    try (Service _ = Service.start(configuration, Roles.named(roles, signals))) {
      signals.await();
    } catch (StartupException e) {
      throw CommandException.usage(e.getMessage());
    }
    String failure = signals.failure();
    if (failure != null) {
      throw CommandException.usage(failure);
    }
    return ExitCode.OK;
  }

  private static Set<RoleName> roles(String list) {
    try {
      return RoleName.parse(list);
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(String.valueOf(e.getMessage()));
    }
  }

  private static void announce(Set<RoleName> roles, Configuration configuration) {
    log.atInfo()
        .addKeyValue("version", BuildVersion.current())
        .addKeyValue("roles", roles)
        .addKeyValue("pid", ProcessHandle.current().pid())
        .log("starting");
    LoggingEventBuilder line = log.atInfo();
    for (var variable : configuration.shown().entrySet()) {
      line = line.addKeyValue(variable.getKey(), variable.getValue());
    }
    line.log("configuration");
    configuration.warnings().forEach(log::warn);
  }
}
