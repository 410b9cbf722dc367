package dev.weir.app.command;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Points in time as a user types them. */
final class Moments {

  private static final Instant FIRST = Instant.EPOCH;
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

  private Moments() {}

  /**
   * Reads a date, which means its beginning in UTC, or an instant.
   *
   * @param name of the argument
   * @param text null where none is given
   * @throws CommandException it is neither
   */
  static @Nullable Instant read(String name, @Nullable String text) {
    if (text == null) {
      return null;
    }
    Instant moment = parse(text);
    if (moment == null || moment.isBefore(FIRST) || moment.isAfter(LAST)) {
      throw CommandException.usage(
          name
              + " must be a date such as 2026-12-31, which begins at midnight in UTC, or an instant"
              + " such as 2026-12-31T12:00:00Z, from 1970 to 9999");
    }
    return moment;
  }

  /** This moment, as exact as the database keeps it. */
  static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }

  private static @Nullable Instant parse(String text) {
    try {
      return text.contains("T")
          ? OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS)
          : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
