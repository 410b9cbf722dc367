package dev.weir.core.payload;

import dev.weir.core.json.JsonScanner;
import dev.weir.core.json.JsonToken;
import org.jspecify.annotations.Nullable;

/** Reads the payload's {@code ts} in either of its forms. */
public final class Timestamps {

  private Timestamps() {}

  /**
   * Microseconds since 1970, cut; null where it is no time.
   *
   * @param value the scanner's last token
   */
  public static @Nullable Long micros(JsonToken value, JsonScanner scanner) {
    if (value == JsonToken.NUMBER) {
      return UnixTimestamp.parseMicros(scanner.literal());
    }
    if (value != JsonToken.STRING) {
      return null;
    }
    long micros = IsoTimestamp.parseMicros(scanner.string().value());
    return micros == IsoTimestamp.INVALID ? null : micros;
  }
}
