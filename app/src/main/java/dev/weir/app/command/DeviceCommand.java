package dev.weir.app.command;

import dev.weir.app.config.ConfigurationException;
import dev.weir.core.admission.DeviceKey;
import dev.weir.timescale.admin.DeviceChange;
import dev.weir.timescale.admin.DeviceChange.Attachment;
import dev.weir.timescale.admin.DeviceOutcome;
import dev.weir.timescale.admin.DeviceStore;
import dev.weir.timescale.admin.RegisteredDevice;
import dev.weir.timescale.admin.TenantStore;
import dev.weir.timescale.database.Database;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir device}. */
@Command(
    name = "device",
    description = "Add, list, show, change, revoke, remove and import devices.")
final class DeviceCommand {

  private static final int MAX_LIMIT = 1_000_000;

  private final Console console;

  DeviceCommand(Console console) {
    this.console = console;
  }

  @Command(description = "Register a device. Without a token option it gets a random token.")
  void add(
      @Parameters(paramLabel = "TENANT") String tenant,
      @Parameters(paramLabel = "DEVICE") String device,
      @Mixin DeviceOptions options,
      @ArgGroup @Nullable TokenOptions tokens)
      throws ConfigurationException {
    DeviceKey key = DeviceNames.key(tenant, device);
    String site = options.site();
    NewToken token = tokens == null ? NewToken.random() : tokens.token();
    try (Database database = console.database()) {
      TenantCommand.find(new TenantStore(database), tenant);
      DeviceStore devices = new DeviceStore(database);
      require(key, devices.add(key, site, token.hash(), options.subscription()));
      print(find(devices, key), token, options.json);
    }
  }

  @Command(description = "List devices.")
  void list(
      @Option(names = "--tenant", paramLabel = "TENANT") @Nullable String tenant,
      @Option(names = "--limit", paramLabel = "N", defaultValue = "1000") int limit,
      @Option(names = "--json") boolean json)
      throws ConfigurationException {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw CommandException.usage("--limit must be from 1 to " + MAX_LIMIT);
    }
    try (Database database = console.database()) {
      List<RegisteredDevice> found = new DeviceStore(database).list(tenant, null, limit + 1);
      Listing listing = DeviceListing.of(found.subList(0, Math.min(limit, found.size())));
      listing.print(console.out(), json);
      if (found.size() > limit) {
        console.err().println("weir: there are more; --limit shows more than " + limit);
      }
    }
  }

  @Command(description = "Show a device: everything but its token.")
  void show(
      @Parameters(paramLabel = "TENANT") String tenant,
      @Parameters(paramLabel = "DEVICE") String device,
      @Option(names = "--json") boolean json)
      throws ConfigurationException {
    try (Database database = console.database()) {
      print(find(new DeviceStore(database), DeviceNames.key(tenant, device)), NewToken.NONE, json);
    }
  }

  @Command(description = "Change a device. One whose status is not ACTIVE may not send.")
  void set(
      @Parameters(paramLabel = "TENANT") String tenant,
      @Parameters(paramLabel = "DEVICE") String device,
      @Mixin DeviceOptions options,
      @Option(names = "--status", paramLabel = "STATUS") @Nullable String status,
      @ArgGroup @Nullable LocationChange location,
      @ArgGroup @Nullable TokenChange tokens)
      throws ConfigurationException {
    DeviceKey key = DeviceNames.key(tenant, device);
    Statuses.check(status);
    NewToken token = tokens == null ? NewToken.NONE : tokens.token();
    var change =
        new DeviceChange(
            options.site(),
            status,
            token.hash(),
            options.subscription == null ? null : new Attachment(options.subscription()),
            location == null ? null : location.location());
    if (change.equals(DeviceChange.NONE)) {
      throw CommandException.usage(
          "nothing to change: give --site, --status, --subscription, a location or a token");
    }
    try (Database database = console.database()) {
      DeviceStore devices = new DeviceStore(database);
      require(key, devices.set(key, change));
      print(find(devices, key), token, options.json);
    }
  }

  @Command(description = "Bar a device from sending. It keeps its place in a subscription.")
  void revoke(
      @Parameters(paramLabel = "TENANT") String tenant,
      @Parameters(paramLabel = "DEVICE") String device)
      throws ConfigurationException {
    DeviceKey key = DeviceNames.key(tenant, device);
    try (Database database = console.database()) {
      if (!new DeviceStore(database).revoke(key)) {
        throw unknown(key);
      }
      console.out().println("device " + DeviceNames.of(key) + " is revoked");
    }
  }

  @Command(description = "Remove a device from the registry. Its readings stay.")
  void remove(
      @Parameters(paramLabel = "TENANT") String tenant,
      @Parameters(paramLabel = "DEVICE") String device)
      throws ConfigurationException {
    DeviceKey key = DeviceNames.key(tenant, device);
    try (Database database = console.database()) {
      if (!new DeviceStore(database).remove(key)) {
        throw unknown(key);
      }
      console.out().println("device " + DeviceNames.of(key) + " is removed");
    }
  }

  @Command(
      name = "import",
      description = {
        "Register the devices of a CSV file with the columns tenant_id, device_id, site_id, token;"
            + " a first line may name them.",
        "Devices that are there already are changed; an empty token keeps theirs. Where a line is"
            + " wrong, nothing is imported."
      })
  void importFile(
      @Parameters(paramLabel = "FILE.csv") Path file,
      @Option(names = "--dry-run", description = "Check the file, and change nothing.")
          boolean dryRun,
      @Option(names = "--json") boolean json)
      throws ConfigurationException {
    new DeviceFileImport(console, file).run(dryRun).printSingle(console.out(), json);
  }

  private void print(RegisteredDevice device, NewToken token, boolean json) {
    DeviceListing.of(device, token).printSingle(console.out(), json);
  }

  /** Passes where it was done. */
  private static void require(DeviceKey key, DeviceOutcome outcome) {
    String tenant = key.tenantId();
    switch (outcome) {
      case DeviceOutcome.Plain.DONE -> {}
      case DeviceOutcome.Plain.PRESENT ->
          throw CommandException.failed("device " + DeviceNames.of(key) + " is there already");
      case DeviceOutcome.Plain.UNKNOWN -> throw unknown(key);
      case DeviceOutcome.NoSubscription(String id) -> throw SubscriptionCommand.unknown(tenant, id);
      case DeviceOutcome.NoRoom(String id, int active, int limit) ->
          throw CommandException.failed(
              "%s has no room: %d of %d"
                  .formatted(SubscriptionCommand.name(tenant, id), active, limit));
    }
  }

  private static RegisteredDevice find(DeviceStore devices, DeviceKey key) {
    return devices.find(key).orElseThrow(() -> unknown(key));
  }

  static CommandException unknown(DeviceKey key) {
    return CommandException.failed("there is no device " + DeviceNames.of(key));
  }
}
