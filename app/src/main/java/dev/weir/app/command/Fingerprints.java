package dev.weir.app.command;

import java.util.HexFormat;
import java.util.Locale;

/** SHA-256 fingerprints of certificates. */
final class Fingerprints {

  private static final int HEX_DIGITS = 64;

  private Fingerprints() {}

  /**
   * Reads one as other programs print it.
   *
   * @param name of the argument
   * @return as it is stored: lower-case hex without colons
   * @throws CommandException it is none
   */
  static String read(String name, String text) {
    String hex = text.replace(":", "").toLowerCase(Locale.ROOT);
    if (hex.length() != HEX_DIGITS || !hex.chars().allMatch(HexFormat::isHexDigit)) {
      throw CommandException.usage(
          name + " must be a SHA-256 fingerprint: " + HEX_DIGITS + " hex digits, colons allowed");
    }
    return hex;
  }
}
