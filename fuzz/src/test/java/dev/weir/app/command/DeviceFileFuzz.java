package dev.weir.app.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.app.command.DeviceFile.RowException;
import dev.weir.app.csv.CsvException;
import dev.weir.app.csv.CsvReader;
import dev.weir.core.message.Topic;
import dev.weir.fuzz.Fault;
import dev.weir.timescale.admin.DeviceImport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;

/** The file that {@code weir device import} reads. */
public final class DeviceFileFuzz {

  /** Stands for a token where a file holds it. */
  private static final String TOKEN = "hunter2";

  private static final int HASH_LENGTH = 64;

  private DeviceFileFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    rows(bytes, text);
    roundTrip(text);
  }

  private static void rows(byte[] bytes, String text) {
    long lines = text.chars().filter(c -> c == '\n').count() + 1;
    boolean more = true;
    try (DeviceFile file = new DeviceFile(reader(bytes))) {
      for (int rows = 0; more; rows++) {
        Fault.unless(rows <= text.length(), "a file has an end");
        more = row(file);
        Fault.unless(file.line() >= 1 && file.line() <= lines, "a line is one of the file's");
      }
    } catch (CsvException | RowException e) {
      quotesNothing(e);
    } catch (IOException e) {
      // What cannot be decoded stands replaced in the text.
      Fault.unless(text.indexOf('\uFFFD') >= 0, "only what is not UTF-8 cannot be read");
    }
  }

  private static boolean row(DeviceFile file) throws IOException, CsvException {
    try {
      DeviceImport.Row row = file.next();
      if (row == null) {
        return false;
      }
      Fault.unless(Topic.isId(row.tenantId()) && Topic.isId(row.deviceId()), "ids are ids");
      String site = row.siteId();
      Fault.unless(site == null || Identifiers.faultOfSite(site) == null, "a site is one");
      String hash = row.tokenHash();
      Fault.unless(hash == null || hash.length() == HASH_LENGTH, "a token is kept as its hash");
    } catch (RowException e) {
      quotesNothing(e);
    }
    return true;
  }

  /** A token may be anywhere in a file that is wrong. */
  private static void quotesNothing(Exception fault) {
    Fault.unless(!String.valueOf(fault.getMessage()).contains(TOKEN), "a fault quotes nothing");
  }

  /**
   * What was read is read again the same when it is written with quotes around every field; but for
   * CR CR LF, of which the reader leaves CR LF the first time and LF the second.
   */
  private static void roundTrip(String text) {
    if (text.contains("\r\r\n")) {
      return;
    }
    try {
      List<List<String>> records = records(new StringReader(text));
      StringBuilder written = new StringBuilder();
      for (List<String> record : records) {
        for (String field : record) {
          written.append('"').append(field.replace("\"", "\"\"")).append("\",");
        }
        written.setCharAt(written.length() - 1, '\n');
      }
      Fault.unless(
          records(new StringReader(written.toString())).equals(records), "CSV is read as written");
    } catch (CsvException e) {
      quotesNothing(e);
    } catch (IOException e) {
      throw new AssertionError("a text in memory can be read", e);
    }
  }

  private static List<List<String>> records(Reader in) throws IOException, CsvException {
    List<List<String>> records = new ArrayList<>();
    try (CsvReader csv = new CsvReader(in)) {
      for (List<String> record = csv.next(); record != null; record = csv.next()) {
        records.add(record);
      }
    }
    return records;
  }

  /** As a file's text is decoded: what is not UTF-8 is a fault, nothing is replaced. */
  private static Reader reader(byte[] bytes) {
    return new InputStreamReader(new ByteArrayInputStream(bytes), UTF_8.newDecoder());
  }
}
