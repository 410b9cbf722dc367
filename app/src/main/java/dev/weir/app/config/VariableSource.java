package dev.weir.app.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the texts of variables come from: the environment, or for secrets a file it names. */
record VariableSource(Map<String, String> environment) {

  private static final int MAX_FILE_BYTES = 65_536;

  /**
   * The text of a variable; null where it is not set.
   *
   * @throws BadValueException a file was named and cannot be used
   */
  @Nullable String text(Variable<?> variable) throws BadValueException {
    String direct = environment.getOrDefault(variable.name(), "");
    String file = variable.secret() ? environment.getOrDefault(variable.fileName(), "") : "";
    if (!direct.isEmpty() && !file.isEmpty()) {
      throw new BadValueException("and " + variable.fileName() + " are both set; only one may be");
    }
    if (!file.isEmpty()) {
      return contents(variable, file);
    }
    String text = variable.secret() ? direct : direct.strip();
    return text.isEmpty() ? null : text;
  }

  private static String contents(Variable<?> variable, String file) throws BadValueException {
    String named = "cannot be read from the file that " + variable.fileName() + " names: ";
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      // Not by its size: a pipe has none, and a device no end.
      byte[] bytes = in.readNBytes(MAX_FILE_BYTES + 1);
      if (bytes.length > MAX_FILE_BYTES) {
        throw new BadValueException(named + "it has more than " + MAX_FILE_BYTES + " bytes");
      }
      CharBuffer decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      String text = withoutLineEnd(decoded.toString());
      if (text.isEmpty()) {
        throw new BadValueException(named + "it is empty");
      }
      return text;
    } catch (CharacterCodingException e) {
      throw new BadValueException(named + "it is not UTF-8");
    } catch (IOException | InvalidPathException e) {
      throw new BadValueException(named + "there is none, or it may not be read");
    }
  }

  /** Editors and {@code echo} end a file with a line end that is no part of the secret. */
  private static String withoutLineEnd(String text) {
    int end = text.length();
    while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
      end--;
    }
    return text.substring(0, end);
  }
}
