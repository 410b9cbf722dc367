package dev.weir.app.command;

import dev.weir.app.config.ConfigurationException;
import dev.weir.timescale.admin.Tenant;
import dev.weir.timescale.admin.TenantStore;
import dev.weir.timescale.database.Database;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir tenant}. */
@Command(name = "tenant", description = "Add, list, show, change and remove tenants.")
final class TenantCommand {

  private final Console console;

  TenantCommand(Console console) {
    this.console = console;
  }

  @Command(description = "Add a tenant.")
  void add(
      @Parameters(paramLabel = "TENANT") String id,
      @Option(names = "--name", paramLabel = "NAME", defaultValue = "") String name,
      @Option(names = "--json") boolean json)
      throws ConfigurationException {
    Identifiers.checked("TENANT", id, Identifiers.faultOfId(id));
    try (Database database = console.database()) {
      TenantStore tenants = new TenantStore(database);
      if (!tenants.add(id, name)) {
        throw CommandException.failed("tenant " + id + " is there already");
      }
      listing(List.of(find(tenants, id))).printSingle(console.out(), json);
    }
  }

  @Command(description = "List all tenants.")
  void list(@Option(names = "--json") boolean json) throws ConfigurationException {
    try (Database database = console.database()) {
      listing(new TenantStore(database).list()).print(console.out(), json);
    }
  }

  @Command(description = "Show a tenant.")
  void show(@Parameters(paramLabel = "TENANT") String id, @Option(names = "--json") boolean json)
      throws ConfigurationException {
    try (Database database = console.database()) {
      listing(List.of(find(new TenantStore(database), id))).printSingle(console.out(), json);
    }
  }

  @Command(description = "Change a tenant. One whose status is not ACTIVE may not send.")
  void set(
      @Parameters(paramLabel = "TENANT") String id,
      @Option(names = "--name", paramLabel = "NAME") @Nullable String name,
      @Option(names = "--status", paramLabel = "STATUS") @Nullable String status,
      @Option(names = "--json") boolean json)
      throws ConfigurationException {
    if (name == null && status == null) {
      throw CommandException.usage("nothing to change: give --name or --status");
    }
    Statuses.check(status);
    try (Database database = console.database()) {
      TenantStore tenants = new TenantStore(database);
      if (!tenants.set(id, name, status)) {
        throw unknown(id);
      }
      listing(List.of(find(tenants, id))).printSingle(console.out(), json);
    }
  }

  @Command(
      description =
          "Remove a tenant that has no devices, with its subscriptions and settings. Its readings"
              + " stay.")
  void remove(@Parameters(paramLabel = "TENANT") String id) throws ConfigurationException {
    try (Database database = console.database()) {
      switch (new TenantStore(database).remove(id)) {
        case REMOVED -> console.out().println("tenant " + id + " is removed");
        case UNKNOWN -> throw unknown(id);
        case HAS_DEVICES ->
            throw CommandException.failed("tenant " + id + " has devices; remove them first");
      }
    }
  }

  static Tenant find(TenantStore tenants, String id) {
    return tenants.find(id).orElseThrow(() -> unknown(id));
  }

  static CommandException unknown(String id) {
    return CommandException.failed("there is no tenant " + id);
  }

  private static Listing listing(List<Tenant> tenants) {
    Listing listing = new Listing("tenant_id", "name", "status", "created_at");
    tenants.forEach(t -> listing.row(t.tenantId(), t.name(), t.status(), t.createdAt()));
    return listing;
  }
}
