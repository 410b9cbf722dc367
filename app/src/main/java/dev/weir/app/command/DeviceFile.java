package dev.weir.app.command;

import dev.weir.app.csv.CsvException;
import dev.weir.app.csv.CsvReader;
import dev.weir.timescale.admin.DeviceImport;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads devices from a CSV file, row by row. A file whose first line names no column has none but
 * rows, with all the columns. Its faults quote nothing: a token may be anywhere.
 */
final class DeviceFile implements AutoCloseable {

  /** A fault of one line. */
  static final class RowException extends Exception {

    private static final long serialVersionUID = 1;

    RowException(long line, String message) {
      super("line " + line + ": " + message);
    }
  }

  private static final List<String> COLUMNS = List.of("tenant_id", "device_id", "site_id", "token");

  private final CsvReader csv;
  private final List<String> header;
  private @Nullable List<String> rowBeforeAll;

  /** Opens a file in UTF-8. */
  static DeviceFile open(Path file) throws IOException, CsvException, RowException {
    return new DeviceFile(Files.newBufferedReader(file));
  }

  DeviceFile(Reader in) throws IOException, CsvException, RowException {
    csv = new CsvReader(in);
    List<String> first = csv.next();
    if (first != null && first.size() == COLUMNS.size() && Collections.disjoint(first, COLUMNS)) {
      header = COLUMNS;
      rowBeforeAll = first;
      return;
    }
    header = first == null ? List.of() : first.stream().map(String::strip).toList();
    if (header.stream().distinct().count() != header.size()
        || !COLUMNS.containsAll(header)
        || !header.containsAll(COLUMNS.subList(0, 2))) {
      csv.close();
      throw new RowException(
          1,
          "must name the columns tenant_id, device_id and, if wanted, site_id and token,"
              + " or be a row with all four");
    }
  }

  /** The line of the last row. */
  long line() {
    return csv.line();
  }

  /**
   * The next row; null after the last.
   *
   * @throws RowException the row is wrong; the next may be asked for
   * @throws CsvException the file is no CSV from here on
   */
  DeviceImport.@Nullable Row next() throws IOException, CsvException, RowException {
    List<String> record = rowBeforeAll != null ? rowBeforeAll : csv.next();
    rowBeforeAll = null;
    if (record == null) {
      return null;
    }
    if (record.size() != header.size()) {
      throw new RowException(
          line(), "has " + record.size() + " fields, the header has " + header.size());
    }
    String tenant = field(record, "tenant_id");
    String device = field(record, "device_id");
    String site = field(record, "site_id");
    String token = field(record, "token");
    check("tenant_id", Identifiers.faultOfId(tenant));
    check("device_id", Identifiers.faultOfId(device));
    check("site_id", site.isEmpty() ? null : Identifiers.faultOfSite(site));
    check("token", token.isEmpty() ? null : Identifiers.faultOfToken(token));
    return new DeviceImport.Row(
        tenant,
        device,
        site.isEmpty() ? null : site,
        token.isEmpty() ? null : NewToken.hash(token));
  }

  /** All rows, where the whole file was found right before. */
  Iterator<DeviceImport.Row> iterator() {
    return Stream.generate(this::unchanged).takeWhile(Objects::nonNull).iterator();
  }

  /** The file is not what it was when it was checked. */
  static CommandException changed() {
    return CommandException.failed("the file changed while it was read; import it again");
  }

  @Override
  public void close() throws IOException {
    csv.close();
  }

  private DeviceImport.@Nullable Row unchanged() {
    try {
      return next();
    } catch (CsvException | RowException e) {
      throw changed();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the file any more", e);
    }
  }

  private String field(List<String> record, String column) {
    int index = header.indexOf(column);
    return index < 0 ? "" : record.get(index);
  }

  private void check(String column, @Nullable String fault) throws RowException {
    if (fault != null) {
      throw new RowException(line(), column + ' ' + fault);
    }
  }
}
