package dev.weir.core.quarantine;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Masks what follows a {@code provision_token} key in bytes that need not be JSON: a text that was
 * cut or damaged, or JSON inside a JSON string, where quotes stand behind backslashes.
 *
 * <p>A value is quoted where all around it is as JSON has it: then its quotes stay. Anything else
 * is taken for a bare value, which ends late rather than early: where in doubt, more is masked.
 */
final class TokenMask {

  static final String KEY = "provision_token";
  static final String MASK = "***";

  private static final byte[] STARS = MASK.getBytes(StandardCharsets.US_ASCII);
  private static final int UNICODE_ESCAPE_LENGTH = "u0000".length();

  /** Backslashes before a quote four strings deep; more are not counted. */
  private static final int MAX_BACKSLASHES = 15;

  private final byte[] text;
  private final int end;
  private final boolean membersOnly;

  private TokenMask(byte[] text, int end, boolean membersOnly) {
    this.text = text;
    this.end = end;
    this.membersOnly = membersOnly;
  }

  /** Masks whatever follows the key. */
  static byte[] mask(byte[] text, int from, int to) {
    return new TokenMask(text, to, false).run(from);
  }

  /**
   * Masks only what follows the key and a {@code :} or {@code =}. The inside of a JSON string stays
   * the inside of a JSON string.
   */
  static byte[] maskMembers(byte[] text, int from, int to) {
    return new TokenMask(text, to, true).run(from);
  }

  private byte[] run(int from) {
    ByteArrayOutputStream masked = new ByteArrayOutputStream(end - from + STARS.length);
    int p = from;
    while (p < end) {
      int keyEnd = endOfKey(p);
      if (keyEnd < 0) {
        masked.write(text[p++]);
        continue;
      }
      int value = startOfValue(keyEnd);
      masked.write(text, p, value - p);
      p = endOfValue(keyEnd, value);
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

  /** Where the value begins: behind its opening quote; right behind the key where none is clear. */
  private int startOfValue(int keyEnd) {
    int separator = skipBlanks(afterQuote(keyEnd));
    if (separator == end || (text[separator] != ':' && text[separator] != '=')) {
      return keyEnd;
    }
    return afterQuote(skipBlanks(separator + 1));
  }

  private int endOfValue(int keyEnd, int value) {
    if (value == keyEnd) {
      return membersOnly ? value : endOfBare(value);
    }
    return isQuote(text[value - 1]) ? endOfQuoted(value) : endOfBare(value);
  }

  /**
   * The closing quote is escaped as the opening one: a string n levels deep begins with 2^n − 1
   * backslashes and a quote, and so it ends, but for pairs of backslashes, escaped likewise, that
   * belong to it.
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

  private int endOfBare(int value) {
    int start = skipBlanks(value);
    if (start < end && (text[start] == '{' || text[start] == '[')) {
      return end;
    }
    int p = value;
    while (p < end && !isDelimiter(text[p]) && text[p] != '\r' && text[p] != '\n') {
      p++;
    }
    return p;
  }

  /** After the quote here, if there is one, and the backslashes that escape it. */
  private int afterQuote(int p) {
    int backslashes = backslashes(p);
    int quote = p + backslashes;
    boolean escaped = (backslashes & (backslashes + 1)) == 0;
    return escaped && quote < end && isQuote(text[quote]) ? quote + 1 : p;
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
