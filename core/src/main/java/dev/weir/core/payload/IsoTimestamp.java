package dev.weir.core.payload;

import java.time.LocalDate;
import java.time.YearMonth;

/**
 * Reads {@code 2026-01-31T12:30:15.123456789+01:00}: a date and a time of day, with seconds or not,
 * with an offset or not (then UTC); {@code T} may be a space, a fraction of a second may have any
 * number of digits that the length allows.
 */
final class IsoTimestamp {

  /** Answer for a text that is no such time. */
  static final long INVALID = Long.MIN_VALUE;

  /** Characters of the longest text that is looked at. */
  static final int MAX_LENGTH = 64;

  private static final int SHORTEST = "2026-01-31T12:30".length();

  private final String text;
  private int pos;
  private boolean valid = true;

  private IsoTimestamp(String text) {
    this.text = text;
  }

  /** Microseconds since 1970, cut, or {@link #INVALID}. */
  static long parseMicros(String text) {
    if (text.length() < SHORTEST || text.length() > MAX_LENGTH) {
      return INVALID;
    }
    return new IsoTimestamp(text).parse();
  }

  private long parse() {
    long day = date();
    if (!take('T') && !take('t') && !take(' ')) {
      return INVALID;
    }
    long seconds = number(2, 23) * 3_600L;
    require(':');
    seconds += number(2, 59) * 60L;
    long micros = 0;
    if (take(':')) {
      seconds += number(2, 59);
      if (take('.') || take(',')) {
        micros = fraction();
      }
    }
    seconds -= offset();
    if (!valid || pos != text.length()) {
      return INVALID;
    }
    return (day * 86_400 + seconds) * 1_000_000 + micros;
  }

  private long date() {
    int year = number(4, 9_999);
    require('-');
    int month = number(2, 12);
    require('-');
    int dayOfMonth = number(2, 31);
    valid &= month > 0 && dayOfMonth > 0;
    if (!valid || dayOfMonth > YearMonth.of(year, month).lengthOfMonth()) {
      valid = false;
      return 0;
    }
    return LocalDate.of(year, month, dayOfMonth).toEpochDay();
  }

  /**
   * Seconds east of UTC: {@code Z}, {@code ±hh}, {@code ±hhmm} or {@code ±hh:mm}; absent is UTC.
   */
  private long offset() {
    if (pos == text.length() || take('Z') || take('z')) {
      return 0;
    }
    boolean west = take('-');
    if (!west) {
      require('+');
    }
    long seconds = number(2, 23) * 3_600L;
    if (pos < text.length()) {
      take(':');
      seconds += number(2, 59) * 60L;
    }
    return west ? -seconds : seconds;
  }

  private long fraction() {
    long micros = 0;
    int digits = 0;
    while (pos < text.length() && isDigit(text.charAt(pos))) {
      if (digits < 6) {
        micros = micros * 10 + (text.charAt(pos) - '0');
      }
      digits++;
      pos++;
    }
    valid &= digits > 0;
    for (int i = digits; i < 6; i++) {
      micros *= 10;
    }
    return micros;
  }

  private int number(int digits, int max) {
    int value = 0;
    for (int i = 0; i < digits; i++, pos++) {
      if (pos >= text.length() || !isDigit(text.charAt(pos))) {
        valid = false;
        return 0;
      }
      value = value * 10 + (text.charAt(pos) - '0');
    }
    valid &= value <= max;
    return value;
  }

  private boolean take(char c) {
    if (pos < text.length() && text.charAt(pos) == c) {
      pos++;
      return true;
    }
    return false;
  }

  private void require(char c) {
    valid &= take(c);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
