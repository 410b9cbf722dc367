package dev.weir.core.quarantine;

import dev.weir.core.json.JsonScanner;
import dev.weir.core.json.JsonToken;
import dev.weir.core.message.ProvisionToken;
import dev.weir.core.message.Slice;
import dev.weir.core.payload.Timestamps;
import org.jspecify.annotations.Nullable;

/**
 * What a person wants to find a refused message by, as far as the payload tells.
 *
 * @param siteId null where there is none that can be stored
 * @param eventMicros microseconds since 1970; null where the payload has no readable time
 * @param token null where none was presented
 */
record TopLevelFields(
    @Nullable String siteId, @Nullable Long eventMicros, @Nullable ProvisionToken token) {

  static final TopLevelFields NONE = new TopLevelFields(null, null, null);

  private static final int MAX_SITE_ID_LENGTH = 128;

  /** The years 1 to 9999: what every reader of a timestamp can show. */
  private static final long MIN_MICROS = -62_135_596_800_000_000L;

  private static final long MAX_MICROS = 253_402_300_799_999_999L;

  /** Reads an object as far as it is JSON. */
  static TopLevelFields of(Slice payload) {
    JsonScanner scanner = new JsonScanner();
    int end = payload.offset() + payload.length();
    scanner.reset(payload.bytes(), payload.offset(), end, JsonScanner.MAX_DEPTH);
    if (scanner.next() != JsonToken.OBJECT_START) {
      return NONE;
    }
    TopLevelFields fields = NONE;
    while (scanner.next() == JsonToken.KEY) {
      String key = scanner.string().codePoints() > 32 ? "" : scanner.string().value();
      JsonToken value = scanner.next();
      fields = fields.with(key, value, scanner);
      scanner.skip(value);
    }
    return fields;
  }

  private TopLevelFields with(String key, JsonToken value, JsonScanner scanner) {
    return switch (key) {
      case "site_id" -> new TopLevelFields(storable(value, scanner), eventMicros, token);
      case "ts" -> new TopLevelFields(siteId, storable(Timestamps.micros(value, scanner)), token);
      case "provision_token" -> new TopLevelFields(siteId, eventMicros, token(value, scanner));
      default -> this;
    };
  }

  private static @Nullable ProvisionToken token(JsonToken value, JsonScanner scanner) {
    boolean readable = value == JsonToken.STRING && !scanner.string().hasLoneSurrogate();
    return readable ? ProvisionToken.of(scanner.string().value()) : null;
  }

  private static @Nullable Long storable(@Nullable Long micros) {
    return micros == null || micros < MIN_MICROS || micros > MAX_MICROS ? null : micros;
  }

  private static @Nullable String storable(JsonToken value, JsonScanner scanner) {
    boolean readable =
        value == JsonToken.STRING
            && scanner.string().codePoints() <= MAX_SITE_ID_LENGTH
            && !scanner.string().hasControl()
            && !scanner.string().hasLoneSurrogate();
    return readable ? scanner.string().value() : null;
  }
}
