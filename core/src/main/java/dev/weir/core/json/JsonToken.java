package dev.weir.core.json;

/** What {@link JsonScanner#next} found. */
public enum JsonToken {
  OBJECT_START,
  OBJECT_END,
  ARRAY_START,
  ARRAY_END,
  /** A member's name; its value is the next token. */
  KEY,
  STRING,
  NUMBER,
  TRUE,
  FALSE,
  NULL,
  /** The one value is complete, and nothing follows it. */
  END,
  /** Not JSON, not UTF-8, or nested too deep; {@link JsonScanner#error} says what and where. */
  ERROR
}
