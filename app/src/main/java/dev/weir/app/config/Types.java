package dev.weir.app.config;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The types of plain values. */
final class Types {

  private static final int MAX_TEXT_LENGTH = 1_024;

  private Types() {}

  static ValueType<Integer> integer(int min, int max) {
    return new WholeNumber<>(min, max, "", Math::toIntExact, Integer::longValue);
  }

  static ValueType<Long> count(long min, long max) {
    return new WholeNumber<>(min, max, "", n -> n, Long::longValue);
  }

  static ValueType<Long> bytes(long min, long max) {
    return new WholeNumber<>(min, max, "bytes", n -> n, Long::longValue);
  }

  static ValueType<Duration> millis(int min, int max) {
    return new WholeNumber<>(min, max, "milliseconds", Duration::ofMillis, Duration::toMillis);
  }

  static ValueType<Duration> seconds(int min, int max) {
    return new WholeNumber<>(min, max, "seconds", Duration::ofSeconds, Duration::toSeconds);
  }

  static ValueType<Duration> hours(int min, int max) {
    return new WholeNumber<>(min, max, "hours", Duration::ofHours, Duration::toHours);
  }

  static ValueType<Duration> days(int min, int max) {
    return new WholeNumber<>(min, max, "days", Duration::ofDays, Duration::toDays);
  }

  static ValueType<Boolean> flag() {
    return new Flag();
  }

  static ValueType<String> text() {
    return new Text();
  }

  static ValueType<String> host() {
    return new Host();
  }

  static ValueType<Secret> secret() {
    return new SecretText();
  }

  static ValueType<Path> file() {
    return new ReadableFile();
  }

  static <E extends Enum<E>> ValueType<E> oneOf(Class<E> type) {
    return new OneOf<>(type);
  }

  private record Flag() implements ValueType<Boolean> {
    @Override
    public Boolean parse(String text) throws BadValueException {
      return switch (text) {
        case "1", "true" -> true;
        case "0", "false" -> false;
        default -> throw new BadValueException("is neither on nor off");
      };
    }

    @Override
    public String expected() {
      return "0 or 1";
    }

    @Override
    public String show(Boolean value) {
      return value ? "1" : "0";
    }
  }

  private record Text() implements ValueType<String> {
    @Override
    public String parse(String text) throws BadValueException {
      if (text.length() > MAX_TEXT_LENGTH || text.chars().anyMatch(Character::isISOControl)) {
        throw new BadValueException("is too long or has control characters");
      }
      return text;
    }

    @Override
    public String expected() {
      return "text of 1 to " + MAX_TEXT_LENGTH + " characters";
    }
  }

  private record Host() implements ValueType<String> {
    @Override
    public String parse(String text) throws BadValueException {
      if (!ServerUrl.isHost(text)) {
        throw new BadValueException("is not a host");
      }
      return text;
    }

    @Override
    public String expected() {
      return "a host name or an IP address, without port";
    }
  }

  private record SecretText() implements ValueType<Secret> {
    @Override
    public Secret parse(String text) {
      return new Secret(text);
    }

    @Override
    public String expected() {
      return "text";
    }
  }

  private record ReadableFile() implements ValueType<Path> {
    @Override
    public Path parse(String text) throws BadValueException {
      try {
        Path path = Path.of(text);
        if (Files.isRegularFile(path) && Files.isReadable(path)) {
          return path;
        }
      } catch (InvalidPathException e) {
        // Characters that the locale has no bytes for: with LANG=C, all that are not ASCII.
      }
      throw new BadValueException("names no file that can be read");
    }

    @Override
    public String expected() {
      return "the path of a readable file";
    }
  }

  private record OneOf<E extends Enum<E>>(Class<E> type) implements ValueType<E> {
    @Override
    public E parse(String text) throws BadValueException {
      for (E constant : type.getEnumConstants()) {
        if (show(constant).equals(text.toLowerCase(Locale.ROOT))) {
          return constant;
        }
      }
      throw new BadValueException("is none of the choices");
    }

    @Override
    public String expected() {
      return Arrays.stream(type.getEnumConstants())
          .map(this::show)
          .collect(Collectors.joining(", ", "one of ", ""));
    }

    @Override
    public String show(E value) {
      return value.name().toLowerCase(Locale.ROOT);
    }
  }
}
