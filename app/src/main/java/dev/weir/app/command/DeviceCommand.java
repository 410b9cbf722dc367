package dev.weir.app.command;

import dev.weir.app.config.ConfigurationException;
import dev.weir.core.admission.DeviceKey;
import dev.weir.timescale.admin.DeviceChange;
import dev.weir.timescale.admin.DeviceStore;
import dev.weir.timescale.admin.RegisteredDevice;
import dev.weir.timescale.admin.TenantStore;
import dev.weir.timescale.database.Database;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
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

  @Command(description = "Register a device. Without an option it gets a random token.")
  void add(
      @Parameters(paramLabel = "TENANT") String tenant,
      @Parameters(paramLabel = "DEVICE") String device,
      @Option(names = "--site", paramLabel = "SITE", description = "The only site it may send for.")
          @Nullable String site,
      @ArgGroup @Nullable TokenOptions options,
      @Option(names = "--json") boolean json)
      throws ConfigurationException {
    DeviceKey key = key(tenant, device);
    checkSite(site);
    NewToken token = options == null ? NewToken.random() : options.token();
    try (Database database = console.database()) {
      if (new TenantStore(database).find(tenant).isEmpty()) {
        throw CommandException.failed("there is no tenant " + tenant);
      }
      DeviceStore devices = new DeviceStore(database);
      if (!devices.add(key, site, token.hash())) {
        throw CommandException.failed("device " + name(key) + " is there already");
      }
      print(find(devices, key), token, json);
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
      print(find(new DeviceStore(database), key(tenant, device)), NewToken.NONE, json);
    }
  }

  @Command(description = "Change a device. One whose status is not ACTIVE may not send.")
  void set(
      @Parameters(paramLabel = "TENANT") String tenant,
      @Parameters(paramLabel = "DEVICE") String device,
      @Option(names = "--site", paramLabel = "SITE") @Nullable String site,
      @Option(names = "--status", paramLabel = "STATUS") @Nullable String status,
      @ArgGroup @Nullable TokenChange options,
      @Option(names = "--json") boolean json)
      throws ConfigurationException {
    DeviceKey key = key(tenant, device);
    checkSite(site);
    Statuses.check(status);
    NewToken token = options == null ? NewToken.NONE : options.token();
    var change = new DeviceChange(site, status, token.hash(), null, null);
    if (change.equals(DeviceChange.NONE)) {
      throw CommandException.usage("nothing to change: give --site, --status or a token");
    }
    try (Database database = console.database()) {
      DeviceStore devices = new DeviceStore(database);
      if (!devices.set(key, change)) {
        throw unknown(key);
      }
      print(find(devices, key), token, json);
    }
  }

  @Command(description = "Bar a device from sending.")
  void revoke(
      @Parameters(paramLabel = "TENANT") String tenant,
      @Parameters(paramLabel = "DEVICE") String device)
      throws ConfigurationException {
    DeviceKey key = key(tenant, device);
    try (Database database = console.database()) {
      if (!new DeviceStore(database).revoke(key)) {
        throw unknown(key);
      }
      console.out().println("device " + name(key) + " is revoked");
    }
  }

  @Command(description = "Remove a device from the registry. Its readings stay.")
  void remove(
      @Parameters(paramLabel = "TENANT") String tenant,
      @Parameters(paramLabel = "DEVICE") String device)
      throws ConfigurationException {
    DeviceKey key = key(tenant, device);
    try (Database database = console.database()) {
      if (!new DeviceStore(database).remove(key)) {
        throw unknown(key);
      }
      console.out().println("device " + name(key) + " is removed");
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

  private static DeviceKey key(String tenant, String device) {
    return new DeviceKey(
        Identifiers.checked("TENANT", tenant, Identifiers.faultOfId(tenant)),
        Identifiers.checked("DEVICE", device, Identifiers.faultOfId(device)));
  }

  private static void checkSite(@Nullable String site) {
    if (site != null) {
      Identifiers.checked("--site", site, Identifiers.faultOfSite(site));
    }
  }

  private static RegisteredDevice find(DeviceStore devices, DeviceKey key) {
    return devices.find(key).orElseThrow(() -> unknown(key));
  }

  private static CommandException unknown(DeviceKey key) {
    return CommandException.failed("there is no device " + name(key));
  }

  private static String name(DeviceKey key) {
    return key.tenantId() + '/' + key.deviceId();
  }
}
