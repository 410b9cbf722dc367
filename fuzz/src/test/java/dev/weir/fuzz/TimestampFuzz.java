package dev.weir.fuzz;

import dev.weir.core.json.JsonScanner;
import dev.weir.core.json.JsonToken;
import dev.weir.core.payload.Timestamps;
import java.util.Objects;

/** A timestamp in either form: the input as a JSON value, and as the text of a JSON string. */
public final class TimestampFuzz {

  private static final JsonScanner SCANNER = new JsonScanner();

  private TimestampFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    value(bytes);
    byte[] quoted = new byte[bytes.length + 2];
    System.arraycopy(bytes, 0, quoted, 1, bytes.length);
    quoted[0] = '"';
    quoted[quoted.length - 1] = '"';
    value(quoted);
  }

  private static void value(byte[] json) {
    SCANNER.reset(json, 0, json.length, 1);
    JsonToken token = SCANNER.next();
    Long micros = Timestamps.micros(token, SCANNER);
    switch (token) {
      case NUMBER ->
          Fault.unless(
              micros != null && UnixOracle.agrees(SCANNER.literal(), micros),
              "a number is the time that arithmetic says");
      case STRING ->
          Fault.unless(
              Objects.equals(micros, IsoOracle.micros(SCANNER.string().value())),
              "a string is the time that java.time says");
      case OBJECT_START, OBJECT_END, ARRAY_START, ARRAY_END, KEY, TRUE, FALSE, NULL, END, ERROR ->
          Fault.unless(micros == null, "nothing else is a time");
    }
  }
}
