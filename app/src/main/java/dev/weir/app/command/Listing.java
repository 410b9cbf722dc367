package dev.weir.app.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.util.RawValue;

/** A result: rows under named columns, printed as a table or as JSON. */
final class Listing {

  private static final String GAP = "  ";

  private final List<String> columns;
  private final List<List<@Nullable Object>> rows = new ArrayList<>();

  /** Under columns in the field's own words: {@code tenant_id}. */
  Listing(String... columns) {
    this.columns = List.of(columns);
  }

  /** Adds a row: a value for each column; null where there is none. */
  Listing row(@Nullable Object... values) {
    if (values.length != columns.size()) {
      throw new IllegalArgumentException("a row has a value for each column");
    }
    List<@Nullable Object> row = new ArrayList<>();
    for (Object value : values) {
      row.add(value);
    }
    rows.add(row);
    return this;
  }

  /** The only row with one more column. */
  Listing with(String column, @Nullable Object value) {
    List<String> wider = new ArrayList<>(columns);
    wider.add(column);
    List<@Nullable Object> row = new ArrayList<>(rows.getFirst());
    row.add(value);
    return new Listing(wider.toArray(String[]::new)).row(row.toArray());
  }

  /** All rows: in JSON an array of objects. */
  void print(PrintWriter out, boolean json) {
    if (json) {
      out.println(toJson(rows.stream().map(this::object).toList()));
    } else {
      printTable(out);
    }
  }

  /** The only row: in JSON an object, else a line a column. */
  void printSingle(PrintWriter out, boolean json) {
    List<@Nullable Object> row = rows.getFirst();
    if (json) {
      out.println(toJson(object(row)));
      return;
    }
    int width = columns.stream().mapToInt(String::length).max().orElse(0);
    for (int i = 0; i < columns.size(); i++) {
      out.println(padded(columns.get(i), width) + GAP + text(row.get(i)));
    }
  }

  private void printTable(PrintWriter out) {
    int[] widths = columns.stream().mapToInt(String::length).toArray();
    for (List<@Nullable Object> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], text(row.get(i)).length());
      }
    }
    out.println(line(columns, widths));
    rows.forEach(row -> out.println(line(row, widths)));
  }

  private static String line(List<? extends @Nullable Object> values, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(padded(text(values.get(i)), widths[i])).append(GAP);
    }
    return line.toString().stripTrailing();
  }

  private Map<String, @Nullable Object> object(List<@Nullable Object> row) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      object.put(columns.get(i), plain(row.get(i)));
    }
    return object;
  }

  private static @Nullable Object plain(@Nullable Object value) {
    return value == null
            || value instanceof Number
            || value instanceof Boolean
            || value instanceof RawValue
        ? value
        : value.toString();
  }

  private static String toJson(Object value) {
    return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(value);
  }

  private static String text(@Nullable Object value) {
    return value == null ? "-" : value.toString();
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(width - text.length());
  }
}
