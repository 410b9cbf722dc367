package dev.weir.core.payload;

import dev.weir.core.json.JsonNumbers;
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
      Long whole = JsonNumbers.toLong(scanner);
      return whole == null
          ? UnixTimestamp.micros(scanner.literal(), scanner.hasExponent())
          : UnixTimestamp.micros(whole);
    }
    if (value != JsonToken.STRING || scanner.string().codePoints() > IsoTimestamp.MAX_LENGTH) {
      return null;
    }
    long micros = IsoTimestamp.parseMicros(scanner.string().value());
    return micros == IsoTimestamp.INVALID ? null : micros;
  }
}
