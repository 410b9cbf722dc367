package dev.weir.app.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** A text that an argument holds, or names the file of. */
final class GivenText {

  private static final int MAX_BYTES = 1 << 20;

  private GivenText() {}

  /**
   * The text itself; what the file holds where it begins with {@code @}; standard input for {@code
   * -}.
   *
   * @param name of the argument
   */
  static String read(String name, String given) {
    if (given.equals("-")) {
      try {
        return text(name, System.in);
      } catch (IOException e) {
        throw CommandException.failed(name + ": cannot read standard input");
      }
    }
    return given.startsWith("@") ? readFile(name, given.substring(1)) : given;
  }

  /** What a file holds, without the line end that editors add. */
  static String readFile(String name, String file) {
    try (InputStream input = Files.newInputStream(Path.of(file))) {
      return text(name, input).replaceFirst("\\R\\z", "");
    } catch (IOException | InvalidPathException e) {
      throw CommandException.failed(name + ": cannot read " + file);
    }
  }

  private static String text(String name, InputStream input) throws IOException {
    byte[] bytes = input.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw CommandException.failed(name + ": more than " + MAX_BYTES + " bytes");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
