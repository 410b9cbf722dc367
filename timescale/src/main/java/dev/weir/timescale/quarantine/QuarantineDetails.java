package dev.weir.timescale.quarantine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event of the quarantine in full, but for the hash of its token.
 *
 * @param columns the others, by their names
 * @param payload JSON, indented; null where the body is kept as bytes
 * @param raw null where there are none
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way to a screen
public record QuarantineDetails(
    Map<String, @Nullable Object> columns, @Nullable String payload, byte @Nullable [] raw) {

  public QuarantineDetails {
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
  }
}
