package dev.weir.app.csv;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads RFC 4180: fields between commas, quoted where they hold commas, quotes (doubled) or line
 * ends; lines end with LF or CRLF. A byte order mark before the first line and empty lines are
 * passed over. Holds one record at a time, in bounded memory.
 */
public final class CsvReader implements AutoCloseable {

  /** Characters of a field; a quote that is never closed ends here and not with the memory. */
  public static final int MAX_FIELD_LENGTH = 65_536;

  /** Fields of a record. */
  public static final int MAX_FIELDS = 256;

  private static final int END = -1;
  private static final int BYTE_ORDER_MARK = 0xFEFF;

  private final BufferedReader in;
  private final StringBuilder field = new StringBuilder();
  private long line = 1;
  private long recordLine = 1;

  public CsvReader(Reader in) throws IOException {
    this.in = new BufferedReader(in);
    if (peek() == BYTE_ORDER_MARK) {
      read();
    }
  }

  /** The line on which the last record began; from 1. */
  public long line() {
    return recordLine;
  }

  /**
   * The next record that is not an empty line; null after the last.
   *
   * @throws CsvException this is no CSV; what follows cannot be read
   */
  public @Nullable List<String> next() throws IOException, CsvException {
    while (true) {
      recordLine = line;
      if (peek() == END) {
        return null;
      }
      List<String> record = record();
      if (record.size() > 1 || !record.getFirst().isEmpty()) {
        return record;
      }
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private List<String> record() throws IOException, CsvException {
    List<String> fields = new ArrayList<>();
    do {
      if (fields.size() == MAX_FIELDS) {
        throw new CsvException(recordLine, "has more than " + MAX_FIELDS + " fields");
      }
      fields.add(peek() == '"' ? quoted() : plain());
    } while (read() == ',');
    return fields;
  }

  /** Up to the comma, line end or end of file, which stays to be read. */
  private String plain() throws IOException, CsvException {
    field.setLength(0);
    while (!isDelimiter(peek())) {
      int c = read();
      if (c == '"') {
        throw new CsvException(recordLine, "has a quote inside a field that is not quoted");
      }
      append(c);
    }
    return field.toString();
  }

  private String quoted() throws IOException, CsvException {
    field.setLength(0);
    read();
    while (true) {
      int c = read();
      if (c == END) {
        throw new CsvException(recordLine, "has a quote that is not closed");
      }
      if (c != '"') {
        append(c);
      } else if (peek() == '"') {
        append(read());
      } else if (isDelimiter(peek())) {
        return field.toString();
      } else {
        throw new CsvException(recordLine, "has something after a closing quote");
      }
    }
  }

  private void append(int c) throws CsvException {
    if (field.length() == MAX_FIELD_LENGTH) {
      throw new CsvException(
          recordLine, "has a field of more than " + MAX_FIELD_LENGTH + " characters");
    }
    field.append((char) c);
  }

  private static boolean isDelimiter(int c) {
    return c == ',' || c == '\n' || c == '\r' || c == END;
  }

  /** The next character, CRLF as one LF. */
  private int read() throws IOException {
    int c = in.read();
    if (c == '\r' && peek() == '\n') {
      c = in.read();
    }
    if (c == '\n') {
      line++;
    }
    return c;
  }

  private int peek() throws IOException {
    in.mark(1);
    int c = in.read();
    if (c != END) {
      in.reset();
    }
    return c;
  }
}
