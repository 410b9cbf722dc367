package dev.weir.core.quarantine;

/** Makes any text fit for a text column and a terminal. */
public final class Printable {

  private Printable() {}

  /**
   * The text with control characters, characters that steer the direction or the layout, and lone
   * surrogates escaped, cut to a number of chars.
   */
  public static String of(String text, int maxLength) {
    StringBuilder printable = new StringBuilder(Math.min(text.length(), maxLength));
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      String piece = isPlain(c) ? Character.toString(c) : String.format("\\u%04x", c);
      if (printable.length() + piece.length() > maxLength) {
        break;
      }
      printable.append(piece);
    }
    return printable.toString();
  }

  private static boolean isPlain(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
