package dev.weir.core.payload;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a time means, by an expression and the JDK's calendar; and times to try. */
final class IsoReference {

  private static final Pattern TIME =
      Pattern.compile(
          "([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt ]([0-9]{2}):([0-9]{2})"
              + "(?::([0-9]{2})(?:[.,]([0-9]+))?)?"
              + "(?:[Zz]|([+-])([0-9]{2})(?::?([0-9]{2}))?)?");

  /** Characters that a time may hold, and some that it may not. */
  private static final String ALPHABET = "0123456789019:-+.,TtZz W/";

  private IsoReference() {}

  /** Microseconds since 1970, cut; null for what is no time. */
  static @Nullable Long micros(String text) {
    Matcher part = TIME.matcher(text);
    if (text.length() > 64 || !part.matches()) {
      return null;
    }
    try {
      long seconds =
          LocalDateTime.of(
                      number(part.group(1)),
                      number(part.group(2)),
                      number(part.group(3)),
                      number(part.group(4)),
                      number(part.group(5)),
                      number(part.group(6)))
                  .toEpochSecond(ZoneOffset.UTC)
              - offsetSeconds(part);
      BigDecimal fraction = new BigDecimal("0." + (part.group(7) == null ? "0" : part.group(7)));
      return BigDecimal.valueOf(seconds)
          .add(fraction)
          .movePointRight(6)
          .setScale(0, RoundingMode.FLOOR)
          .longValueExact();
    } catch (DateTimeException noSuchTime) {
      return null;
    }
  }

  private static int offsetSeconds(Matcher part) {
    int hours = number(part.group(9));
    int minutes = number(part.group(10));
    if (hours > 23 || minutes > 59) {
      throw new DateTimeException("offset");
    }
    int seconds = hours * 3_600 + minutes * 60;
    return "-".equals(part.group(8)) ? -seconds : seconds;
  }

  private static int number(@Nullable String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  /** A time of the years 0000 to 9999 in one of the forms that are read. */
  static String time(Random random) {
    long days = random.nextLong(-719_528, 2_932_897);
    LocalDateTime moment =
        LocalDateTime.ofEpochSecond(days * 86_400 + random.nextInt(86_400), 0, ZoneOffset.UTC);
    StringBuilder text = new StringBuilder(String.format("%04d", moment.getYear()));
    text.append(moment.toLocalDate().toString().substring(4));
    text.append("Tt ".charAt(random.nextInt(3)));
    text.append(String.format("%02d:%02d", moment.getHour(), moment.getMinute()));
    if (random.nextInt(4) > 0) {
      text.append(String.format(":%02d", moment.getSecond()));
      fraction(text, random);
    }
    return text.append(offset(random)).toString();
  }

  private static void fraction(StringBuilder text, Random random) {
    int digits = random.nextInt(12);
    for (int i = 0; i < digits; i++) {
      text.append(i == 0 ? random.nextBoolean() ? "." : "," : "").append(random.nextInt(10));
    }
  }

  private static String offset(Random random) {
    int minutes = random.nextInt(24 * 60);
    char sign = random.nextBoolean() ? '+' : '-';
    return switch (random.nextInt(6)) {
      case 0 -> "";
      case 1 -> "Z";
      case 2 -> "z";
      case 3 -> String.format("%c%02d", sign, minutes / 60);
      case 4 -> String.format("%c%02d%02d", sign, minutes / 60, minutes % 60);
      default -> String.format("%c%02d:%02d", sign, minutes / 60, minutes % 60);
    };
  }

  /** The same with a character changed, left out, put in or taken twice. */
  static String spoiled(String time, Random random) {
    StringBuilder text = new StringBuilder(time);
    int at = random.nextInt(text.length());
    char other = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
    switch (random.nextInt(4)) {
      case 0 -> text.deleteCharAt(at);
      case 1 -> text.insert(at, other);
      case 2 -> text.insert(at, text.charAt(at));
      default -> text.setCharAt(at, other);
    }
    return text.toString();
  }
}
