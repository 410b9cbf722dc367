package dev.weir.app.command;

import dev.weir.app.command.DeviceFile.RowException;
import dev.weir.app.config.ConfigurationException;
import dev.weir.app.csv.CsvException;
import dev.weir.timescale.admin.DeviceImport;
import dev.weir.timescale.database.Database;
import dev.weir.timescale.registry.PostgresDeviceRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code weir device import}: reads the file twice, first to check all of it and then to import it,
 * so that a file with a fault changes nothing, however large, in little memory.
 */
final class DeviceFileImport {

  private final Console console;
  private final Path file;

  DeviceFileImport(Console console, Path file) {
    this.console = console;
    this.file = file;
  }

  /**
   * Imports the file.
   *
   * @param dryRun whether only to check it
   * @return what came of it
   * @throws CommandException lines are wrong, and nothing was imported; or the file cannot be read
   */
  Listing run(boolean dryRun) throws ConfigurationException {
    try (Database database = console.database()) {
      long rows = check(database);
      if (dryRun) {
        return new Listing("rows", "imported").row(rows, false);
      }
      DeviceImport.Result result = load(database);
      return new Listing("rows", "inserted", "updated", "unchanged")
          .row(rows, result.inserted(), result.updated(), result.unchanged());
    }
  }

  private long check(Database database) {
    FileFaults faults = new FileFaults();
    Map<String, Long> tenants = new LinkedHashMap<>();
    long rows = 0;
    try (DeviceFile devices = DeviceFile.open(file)) {
      rows = check(devices, tenants, faults);
    } catch (CsvException | RowException e) {
      faults.add(e);
    } catch (IOException e) {
      throw unreadable();
    }
    new PostgresDeviceRegistry(database, false)
        .findTenants(tenants.keySet())
        .forEach((tenant, account) -> {
          if (account.exists()) {
            tenants.remove(tenant);
          }
        });
    tenants.values().forEach(line -> faults.add(new RowException(line, "there is no such tenant")));
    faults.throwIfAny(file);
    return rows;
  }

  /**
   * Reads to the end.
   *
   * @param tenants gets each tenant, with the first line that names it
   */
  private static long check(DeviceFile devices, Map<String, Long> tenants, FileFaults faults)
      throws IOException, CsvException {
    long rows = 0;
    boolean more = true;
    while (more) {
      try {
        DeviceImport.Row row = devices.next();
        more = row != null;
        if (row != null) {
          rows++;
          tenants.putIfAbsent(row.tenantId(), devices.line());
        }
      } catch (RowException e) {
        faults.add(e);
      }
    }
    return rows;
  }

  private DeviceImport.Result load(Database database) {
    try (DeviceFile devices = DeviceFile.open(file)) {
      return new DeviceImport(database).run(devices.iterator());
    } catch (CsvException | RowException e) {
      throw DeviceFile.changed();
    } catch (IOException e) {
      throw unreadable();
    }
  }

  private CommandException unreadable() {
    return CommandException.failed(
        Files.isReadable(file)
            ? "cannot read " + file + " as text in UTF-8"
            : "cannot read " + file + ": there is none, or it may not be read");
  }
}
