package dev.weir.app.command;

import dev.weir.app.config.ConfigurationException;
import dev.weir.core.settings.SettingKey;
import dev.weir.timescale.admin.TenantStore;
import dev.weir.timescale.database.Database;
import dev.weir.timescale.settings.EffectiveSetting;
import dev.weir.timescale.settings.SettingsEditor;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir settings}. */
@Command(
    name = "settings",
    description = {
      "List, show, set and unset live settings. Running processes take a change over by themselves.",
      "A tenant's own value goes before everybody's, that before the default."
    })
final class SettingsCommand {

  /** Options that all of its commands take. */
  static final class Scope {

    @Option(
        names = "--tenant",
        paramLabel = "TENANT",
        description = "For this tenant; else for everybody.")
    @Nullable String tenant;

    @Option(names = "--json")
    boolean json;
  }

  private final Console console;

  private SettingsCommand(Console console) {
    this.console = console;
  }

  /** The command. A value below 0 is told its bounds, not taken for an option. */
  static CommandLine line(Console console) {
    CommandLine line = new CommandLine(new SettingsCommand(console));
    Objects.requireNonNull(line.getSubcommands().get("set"))
        .setUnmatchedOptionsArePositionalParams(true);
    return line;
  }

  @Command(description = "List all settings: what is in force, from where, and what may be set.")
  void list(@Mixin Scope scope) throws ConfigurationException {
    try (Database database = console.database()) {
      checkTenant(database, scope);
      List<EffectiveSetting> settings = new SettingsEditor(database).list(scope.tenant);
      SettingsListing.of(settings).print(console.out(), scope.json);
      settings.forEach(this::warn);
    }
  }

  @Command(description = "Show a setting.")
  void show(@Parameters(paramLabel = "KEY") String name, @Mixin Scope scope)
      throws ConfigurationException {
    SettingKey key = key(name);
    try (Database database = console.database()) {
      checkTenant(database, scope);
      print(new SettingsEditor(database), key, scope);
    }
  }

  @Command(description = "Store a value of a setting.")
  void set(
      @Parameters(paramLabel = "KEY") String name,
      @Parameters(paramLabel = "VALUE") String text,
      @Mixin Scope scope)
      throws ConfigurationException {
    SettingKey key = key(name);
    BigDecimal value = key.parse(text);
    if (value == null) {
      throw CommandException.usage(key + " must be " + key.bounds());
    }
    try (Database database = console.database()) {
      SettingsEditor settings = new SettingsEditor(database);
      if (!settings.set(key, scope.tenant, value)) {
        throw TenantCommand.unknown(String.valueOf(scope.tenant));
      }
      print(settings, key, scope);
    }
  }

  @Command(description = "Take a stored value back, and show what is in force then.")
  void unset(@Parameters(paramLabel = "KEY") String name, @Mixin Scope scope)
      throws ConfigurationException {
    SettingKey key = key(name);
    try (Database database = console.database()) {
      checkTenant(database, scope);
      SettingsEditor settings = new SettingsEditor(database);
      if (!settings.unset(key, scope.tenant)) {
        console.err().println("weir: " + key + " was not set");
      }
      print(settings, key, scope);
    }
  }

  private void print(SettingsEditor settings, SettingKey key, Scope scope) {
    EffectiveSetting setting = settings.find(key, scope.tenant);
    SettingsListing.of(List.of(setting)).printSingle(console.out(), scope.json);
    warn(setting);
  }

  private void warn(EffectiveSetting setting) {
    SettingsListing.warnings(setting).forEach(text -> console.err().println("weir: " + text));
  }

  private static void checkTenant(Database database, Scope scope) {
    if (scope.tenant != null) {
      TenantCommand.find(new TenantStore(database), scope.tenant);
    }
  }

  private static SettingKey key(String name) {
    SettingKey key = SettingKey.byName(name);
    if (key == null) {
      throw CommandException.usage(
          "KEY is no setting; must be one of " + List.of(SettingKey.values()));
    }
    return key;
  }
}
