package dev.weir.core.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a text to its end, for tests. */
final class Tokens {

  private Tokens() {}

  /** What is wrong with a text; null where nothing is. */
  static @Nullable String errorIn(byte[] text, int maxDepth) {
    JsonScanner scanner = new JsonScanner();
    scanner.reset(text, 0, text.length, maxDepth);
    JsonToken token;
    do {
      token = scanner.next();
    } while (token != JsonToken.END && token != JsonToken.ERROR);
    return scanner.error();
  }

  /** The value, in whichever of two ways it can be had. */
  private static String value(StringScanner string) {
    return string.hasLoneSurrogate() || string.codePoints() % 2 == 0
        ? string.value()
        : new String(string.utf8(), UTF_8);
  }

  /** The tokens up to the end or the first error, values included; null where there is an error. */
  static @Nullable List<String> of(JsonScanner scanner) {
    List<String> tokens = new ArrayList<>();
    while (true) {
      JsonToken token = scanner.next();
      switch (token) {
        case ERROR -> {
          return null;
        }
        case END -> {
          return tokens;
        }
        case KEY, STRING -> tokens.add(token + " " + value(scanner.string()));
        case NUMBER -> tokens.add(token + " " + scanner.literal());
        case OBJECT_START, OBJECT_END, ARRAY_START, ARRAY_END, TRUE, FALSE, NULL ->
            tokens.add(token.toString());
      }
    }
  }
}
