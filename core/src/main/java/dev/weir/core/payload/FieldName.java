package dev.weir.core.payload;

import dev.weir.core.json.StringScanner;
import org.jspecify.annotations.Nullable;

/** The payload's fields that mean something. */
enum FieldName {
  SITE_ID("site_id"),
  TS("ts"),
  SEQ("seq"),
  METRICS("metrics"),
  PROVISION_TOKEN("provision_token"),
  VERSION("version"),
  TENANT_ID("tenant_id"),
  DEVICE_ID("device_id"),
  LAT("lat"),
  LATITUDE("latitude"),
  LNG("lng"),
  LONGITUDE("longitude");

  private static final FieldName[] ALL = values();

  private final String key;

  FieldName(String key) {
    this.key = key;
  }

  /** The field that a name means; null for a field that is ignored. */
  static @Nullable FieldName of(StringScanner name) {
    for (FieldName field : ALL) {
      if (name.valueEquals(field.key)) {
        return field;
      }
    }
    return null;
  }
}
