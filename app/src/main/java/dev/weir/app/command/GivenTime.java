package dev.weir.app.command;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Times as somebody types them: ISO 8601, in UTC where they name no offset. */
final class GivenTime {

  private GivenTime() {}

  /**
   * Reads a time.
   *
   * @param name of the option
   * @throws CommandException it is none
   */
  static Instant parse(String name, String text) {
    try {
      Instant time = read(text);
      int year = time.atOffset(ZoneOffset.UTC).getYear();
      if (year >= 1 && year <= 9_999) {
        return time;
      }
    } catch (DateTimeException e) {
      // told below
    }
    throw CommandException.usage(
        name + " must be a time of ISO 8601, such as 2026-01-31 or 2026-01-31T12:30:00Z");
  }

  private static Instant read(String text) {
    if (text.indexOf('T') < 0) {
      return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
    }
    boolean hasOffset = text.matches(".*(Z|[+-]\\d\\d:\\d\\d)");
    return hasOffset
        ? OffsetDateTime.parse(text).toInstant()
        : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
  }
}
