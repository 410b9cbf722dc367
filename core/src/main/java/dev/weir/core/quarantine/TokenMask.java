package dev.weir.core.quarantine;

import dev.weir.core.message.ProvisionToken;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Masks what follows a {@code provision_token} key in bytes that need not be JSON: a text that was
 * cut or damaged, or JSON inside a JSON string, where quotes stand behind backslashes.
 *
 * <p>A string, a number and the value of a form end where they end, provided that all around them
 * is in order. Anything else is masked to the end of the text: it might be the token.
 */
final class TokenMask {

  static final String KEY = "provision_token";
  static final String MASK = ProvisionToken.MASK;

  private static final byte[] STARS = MASK.getBytes(StandardCharsets.US_ASCII);
  private static final int UNICODE_ESCAPE_LENGTH = "u0000".length();

  /** Backslashes before a quote four strings deep; more are not counted. */
  private static final int MAX_BACKSLASHES = 15;

  private final byte[] text;
  private final int start;
  private final int end;
  private final boolean membersOnly;

  private TokenMask(byte[] text, int start, int end, boolean membersOnly) {
    this.text = text;
    this.start = start;
    this.end = end;
    this.membersOnly = membersOnly;
  }

  /** Masks whatever follows the key. */
  static byte[] mask(byte[] text, int from, int to) {
    return new TokenMask(text, from, to, false).run();
  }

  /**
   * Masks only what follows the key in quotes, or the key and a {@code :} or {@code =}, not the
   * rest of a sentence that speaks of it. The inside of a JSON string stays the inside of a JSON
   * string.
   */
  static byte[] maskMembers(byte[] text, int from, int to) {
    return new TokenMask(text, from, to, true).run();
  }

  private byte[] run() {
    ByteArrayOutputStream masked = new ByteArrayOutputStream(end - start + STARS.length);
    int p = start;
    while (p < end) {
      int keyEnd = endOfKey(p);
      if (keyEnd < 0) {
        masked.write(text[p++]);
        continue;
      }
      int separator = skipBlanks(afterQuote(keyEnd));
      boolean separated = separator < end && (text[separator] == ':' || text[separator] == '=');
      boolean quoted = isQuoted(p, keyEnd);
      int value = separated ? afterQuote(skipBlanks(separator + 1)) : keyEnd;
      masked.write(text, p, value - p);
      if (separated) {
        p = endOfValue(value, text[separator] == '=' && !quoted);
      } else {
        p = membersOnly && !quoted ? value : end;
      }
      if (p > value) {
        masked.writeBytes(STARS);
      }
    }
    return masked.toByteArray();
  }

  /** After the key, each of its characters as it is or escaped; −1 where another text stands. */
  private int endOfKey(int from) {
    int p = from;
    for (int i = 0; i < KEY.length() && p >= 0; i++) {
      p = endOfCharacter(p, KEY.charAt(i));
    }
    return p;
  }

  private int endOfCharacter(int p, char c) {
    if (p < end && text[p] == c) {
      return p + 1;
    }
    int u = p + backslashes(p);
    if (u == p || u + UNICODE_ESCAPE_LENGTH > end || text[u] != 'u') {
      return -1;
    }
    int unit = 0;
    for (int i = u + 1; i < u + UNICODE_ESCAPE_LENGTH; i++) {
      unit = unit << 4 | Character.digit(text[i], 16); // −1 stays negative
    }
    return unit == c ? u + UNICODE_ESCAPE_LENGTH : -1;
  }

  private boolean isQuoted(int keyStart, int keyEnd) {
    return afterQuote(keyEnd) > keyEnd || (keyStart > start && isQuote(text[keyStart - 1]));
  }

  private int endOfValue(int value, boolean form) {
    if (isQuote(text[value - 1])) {
      return endOfQuoted(value);
    }
    return form ? endOfFormValue(value) : endOfLiteral(value);
  }

  /**
   * The closing quote is escaped as the opening one. Inside of strings, n levels deep, that is 2^n
   * − 1 backslashes and a quote; a backslash that belongs to the value is 2^(n+1) of them, and a
   * quote that does comes after 2^(n+1) − 1.
   */
  private int endOfQuoted(int value) {
    byte quote = text[value - 1];
    int opening = 0;
    while (text[value - 2 - opening] == '\\') {
      opening++;
    }
    int run = 0;
    for (int p = value; p < end; p++) {
      if (text[p] == quote && run % (2 * opening + 2) == opening && isFollowed(p + 1)) {
        return p - opening;
      }
      run = text[p] == '\\' ? run + 1 : 0;
    }
    return end;
  }

  /** Whether a closing quote that ends here is followed by what may follow a member's value. */
  private boolean isFollowed(int p) {
    int next = skipBlanks(p);
    return next == end || isDelimiter(text[next]) || text[next] == ']';
  }

  /** Numbers, {@code true}, {@code false} and {@code null}. */
  private int endOfLiteral(int value) {
    int p = value;
    while (p < end && "0123456789+-.Eaeflnrstu".indexOf(text[p]) >= 0) {
      p++;
    }
    return p > value && isFollowed(p) ? p : end;
  }

  private int endOfFormValue(int value) {
    int p = value;
    while (p < end && !isDelimiter(text[p]) && text[p] != '\r' && text[p] != '\n') {
      p++;
    }
    return p > value ? p : end;
  }

  /** After the quote here, if there is one, and the backslashes that escape it. */
  private int afterQuote(int p) {
    int quote = p + backslashes(p);
    return quote < end && isQuote(text[quote]) ? quote + 1 : p;
  }

  private int skipBlanks(int from) {
    int p = from;
    while (p < end) {
      int escaped = p + backslashes(p);
      if (" \t\r\n".indexOf(text[p]) >= 0) {
        p++;
      } else if (escaped > p && escaped < end && "trn".indexOf(text[escaped]) >= 0) {
        p = escaped + 1;
      } else {
        return p;
      }
    }
    return p;
  }

  private int backslashes(int from) {
    int p = from;
    while (p < end && text[p] == '\\' && p - from < MAX_BACKSLASHES) {
      p++;
    }
    return p - from;
  }

  private static boolean isQuote(byte c) {
    return c == '"' || c == '\'';
  }

  private static boolean isDelimiter(byte c) {
    return c == ',' || c == '}' || c == '&' || c == ';';
  }
}
