package dev.weir.core.quarantine;

import dev.weir.core.message.Slice;
import dev.weir.core.quarantine.JsonInspection.Masked;

/** What a column of type {@code jsonb} can hold. */
public final class Jsonb {

  private Jsonb() {}

  /**
   * Whether a text is JSON without U+0000, halves of surrogate pairs, and numbers that fill the
   * memory of whoever reads them.
   */
  public static boolean canHold(Slice text) {
    Masked json = JsonInspection.mask(text);
    return json != null && json.storable();
  }
}
