package dev.weir.app.csv;

/** A file is not CSV from some line on. The message quotes nothing of it. */
public final class CsvException extends Exception {

  private static final long serialVersionUID = 1;

  private final long line;

  CsvException(long line, String message) {
    super("line " + line + ": " + message);
    this.line = line;
  }

  /** Where the record begins that is wrong; from 1. */
  public long line() {
    return line;
  }
}
