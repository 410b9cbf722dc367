package dev.weir.fuzz;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** ISO 8601 as the contract has it, read by java.time. */
final class IsoOracle {

  private static final Pattern FORM =
      Pattern.compile(
          "([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]([0-9]{2}:[0-9]{2})(?:(:[0-9]{2})(?:[.,]([0-9]+))?)?"
              + "([Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)?");

  private static final int MAX_LENGTH = 64;

  private IsoOracle() {}

  /** Microseconds since 1970, cut; null where it is no time. */
  static @Nullable Long micros(String text) {
    Matcher part = FORM.matcher(text);
    if (text.length() > MAX_LENGTH || !part.matches()) {
      return null;
    }
    try {
      String time = part.group(2) + (part.group(3) == null ? ":00" : part.group(3));
      LocalDateTime local = LocalDateTime.parse(part.group(1) + 'T' + time);
      long seconds = local.toEpochSecond(ZoneOffset.UTC) - offsetSeconds(part.group(5));
      String digits = part.group(4) == null ? "" : part.group(4);
      return seconds * 1_000_000 + Long.parseLong((digits + "000000").substring(0, 6));
    } catch (DateTimeException noSuchTime) {
      return null;
    }
  }

  /** By hand: java.time ends at 18 hours, the contract at 23:59. */
  private static int offsetSeconds(@Nullable String offset) {
    if (offset == null || offset.equalsIgnoreCase("Z")) {
      return 0;
    }
    String digits = (offset.substring(1).replace(":", "") + "00").substring(0, 4);
    int hours = Integer.parseInt(digits.substring(0, 2));
    int minutes = Integer.parseInt(digits.substring(2));
    if (hours > 23 || minutes > 59) {
      throw new DateTimeException("offset");
    }
    int seconds = hours * 3_600 + minutes * 60;
    return offset.charAt(0) == '-' ? -seconds : seconds;
  }
}
