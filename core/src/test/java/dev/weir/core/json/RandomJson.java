package dev.weir.core.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Writes a random JSON text with random white space and spellings, and notes its tokens. */
final class RandomJson {

  private static final String[] NUMBERS = {
    "0", "-0", "7", "-12", "3.25", "-0.5e-3", "1E+9", "9007199254740993", "1e400", "0.10", "2e0"
  };
  private static final String[] CHARACTERS = {
    "a", "Z", "0", "/", "'", " ", "\u007f", "é", "ß", "\u0800", "€", "\uffff", "😀", "\udbff\udfff"
  };
  private static final String MUST_BE_ESCAPED = "\"\\\b\f\n\r\t\u0000\u001f";
  private static final String SHORT_ESCAPES = "\"\"\\\\\bb\ff\nn\rr\tt//";
  private static final String WHITESPACE = " \t\r\n";

  private final Random random;
  private final StringBuilder text = new StringBuilder();
  private final List<String> tokens = new ArrayList<>();

  RandomJson(Random random) {
    this.random = random;
    value(5);
  }

  String text() {
    return text.toString();
  }

  /** As {@link Tokens#of} tells them. */
  List<String> tokens() {
    return tokens;
  }

  private void value(int levels) {
    blank();
    switch (random.nextInt(levels == 0 ? 5 : 8)) {
      case 0 -> token("TRUE", "true");
      case 1 -> token("FALSE", "false");
      case 2 -> token("NULL", "null");
      case 3 -> {
        String number = NUMBERS[random.nextInt(NUMBERS.length)];
        token("NUMBER " + number, number);
      }
      case 4 -> string("STRING ");
      case 5 -> array(levels - 1);
      default -> object(levels - 1);
    }
    blank();
  }

  private void array(int levels) {
    token("ARRAY_START", "[");
    int size = random.nextInt(4);
    for (int i = 0; i < size; i++) {
      text.append(i == 0 ? "" : ",");
      value(levels);
    }
    blank();
    token("ARRAY_END", "]");
  }

  private void object(int levels) {
    token("OBJECT_START", "{");
    int size = random.nextInt(4);
    for (int i = 0; i < size; i++) {
      text.append(i == 0 ? "" : ",");
      blank();
      string("KEY ");
      blank();
      text.append(':');
      value(levels);
    }
    blank();
    token("OBJECT_END", "}");
  }

  private void string(String token) {
    StringBuilder value = new StringBuilder();
    text.append('"');
    int length = random.nextInt(6);
    for (int i = 0; i < length; i++) {
      if (random.nextInt(4) == 0) {
        char c = MUST_BE_ESCAPED.charAt(random.nextInt(MUST_BE_ESCAPED.length()));
        value.append(c);
        text.append(escaped(c));
      } else {
        String character = CHARACTERS[random.nextInt(CHARACTERS.length)];
        value.append(character);
        boolean escape = random.nextInt(4) == 0;
        character.chars().forEach(c -> text.append(escape ? escaped((char) c) : (char) c));
      }
    }
    text.append('"');
    tokens.add(token + value);
  }

  private String escaped(char c) {
    int at = SHORT_ESCAPES.indexOf(c);
    if (at >= 0 && at % 2 == 0 && random.nextBoolean()) {
      return "\\" + SHORT_ESCAPES.charAt(at + 1);
    }
    return String.format(random.nextBoolean() ? "\\u%04x" : "\\u%04X", (int) c);
  }

  private void token(String token, String spelling) {
    tokens.add(token);
    text.append(spelling);
  }

  private void blank() {
    while (random.nextInt(3) == 0) {
      text.append(WHITESPACE.charAt(random.nextInt(WHITESPACE.length())));
    }
  }
}
