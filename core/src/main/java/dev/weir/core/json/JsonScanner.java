package dev.weir.core.json;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Walks through a JSON text token by token and refuses whatever RFC 8259 and RFC 3629 do not allow.
 * Owned by one lane; reused from message to message.
 *
 * <p>The grammar is a small state machine: {@link #expect} says what may come next, and a bit per
 * level remembers whether the level is an object. Strings are checked by {@link StringScanner}.
 */
public final class JsonScanner {

  /** Levels that any text may nest; a caller's own bound may be lower. */
  public static final int MAX_DEPTH = 1_000;

  private enum Expect {
    VALUE,
    VALUE_OR_ARRAY_END,
    KEY,
    KEY_OR_OBJECT_END,
    COMMA_OR_END,
    NOTHING
  }

  private final StringScanner string = new StringScanner();
  private final long[] isObject = new long[MAX_DEPTH / Long.SIZE + 1];

  private byte[] text = new byte[0];
  private int start;
  private int end;
  private int maxDepth;
  private int pos;
  private int depth;
  private Expect expect = Expect.NOTHING;

  private int tokenStart;
  private int tokenEnd;
  private boolean integer;
  private boolean exponent;
  private @Nullable String error;

  /**
   * Starts with another text.
   *
   * @param maxDepth levels of objects and arrays allowed, at most {@link #MAX_DEPTH}
   */
  public void reset(byte[] bytes, int from, int to, int maxDepth) {
    text = bytes;
    start = from;
    pos = from;
    end = to;
    this.maxDepth = Math.min(maxDepth, MAX_DEPTH);
    depth = 0;
    error = null;
    expect = Expect.VALUE;
  }

  public JsonToken next() {
    if (error != null) {
      return JsonToken.ERROR;
    }
    skipWhitespace();
    tokenStart = pos;
    if (pos == end) {
      return expect == Expect.NOTHING ? JsonToken.END : fail("ends too early");
    }
    byte c = text[pos];
    return switch (expect) {
      case NOTHING -> fail("something follows the value");
      case COMMA_OR_END -> c == ',' ? afterComma() : close(c);
      case KEY -> key(c);
      case KEY_OR_OBJECT_END -> c == '}' ? close(c) : key(c);
      case VALUE -> value(c);
      case VALUE_OR_ARRAY_END -> c == ']' ? close(c) : value(c);
    };
  }

  /** Passes over the value whose first token was just returned; false where it holds an error. */
  public boolean skip(JsonToken first) {
    int outside = depth;
    if (first == JsonToken.OBJECT_START || first == JsonToken.ARRAY_START) {
      outside--;
      while (depth > outside) {
        if (next() == JsonToken.ERROR) {
          return false;
        }
      }
    }
    return first != JsonToken.ERROR;
  }

  /** Levels open now, the current object or array included. */
  public int depth() {
    return depth;
  }

  /** Where the last token begins; for strings and keys, at the quote. */
  public int tokenStart() {
    return tokenStart;
  }

  /** Where the last token ends, exclusive. */
  public int tokenEnd() {
    return tokenEnd;
  }

  /** Facts and text of the last string or key. */
  public StringScanner string() {
    return string;
  }

  /** Whether the last number has neither fraction nor exponent. */
  public boolean isInteger() {
    return integer;
  }

  /** Whether the last number has an exponent. */
  public boolean hasExponent() {
    return exponent;
  }

  /** The last token as it stands; meant for numbers. */
  public String literal() {
    return new String(text, tokenStart, tokenEnd - tokenStart, StandardCharsets.ISO_8859_1);
  }

  byte byteAt(int position) {
    return text[position];
  }

  /** What is wrong with the text; null while nothing is. */
  public @Nullable String error() {
    return error;
  }

  private JsonToken afterComma() {
    pos++;
    skipWhitespace();
    tokenStart = pos;
    if (pos == end) {
      return fail("ends too early");
    }
    return inObject() ? key(text[pos]) : value(text[pos]);
  }

  private JsonToken key(byte c) {
    if (c != '"') {
      return fail("a member's name expected");
    }
    if (scanString() == JsonToken.ERROR) {
      return JsonToken.ERROR;
    }
    skipWhitespace();
    if (pos == end || text[pos] != ':') {
      return fail("':' expected");
    }
    pos++;
    expect = Expect.VALUE;
    return JsonToken.KEY;
  }

  private JsonToken value(byte c) {
    return switch (c) {
      case '{' -> open(true);
      case '[' -> open(false);
      case '"' -> scanString();
      case 't' -> word("true", JsonToken.TRUE);
      case 'f' -> word("false", JsonToken.FALSE);
      case 'n' -> word("null", JsonToken.NULL);
      default -> number();
    };
  }

  private JsonToken open(boolean object) {
    if (depth == maxDepth) {
      return fail("nested deeper than " + maxDepth);
    }
    long bit = 1L << depth;
    int word = depth >> 6;
    isObject[word] = object ? isObject[word] | bit : isObject[word] & ~bit;
    depth++;
    pos++;
    tokenEnd = pos;
    expect = object ? Expect.KEY_OR_OBJECT_END : Expect.VALUE_OR_ARRAY_END;
    return object ? JsonToken.OBJECT_START : JsonToken.ARRAY_START;
  }

  private JsonToken close(byte c) {
    boolean object = inObject();
    if (c != (object ? '}' : ']')) {
      return fail(object ? "',' or '}' expected" : "',' or ']' expected");
    }
    depth--;
    pos++;
    tokenEnd = pos;
    afterValue();
    return object ? JsonToken.OBJECT_END : JsonToken.ARRAY_END;
  }

  private JsonToken scanString() {
    int after = string.scan(text, pos, end);
    if (after < 0) {
      pos = -after - 1;
      return fail(string.error());
    }
    pos = after;
    tokenEnd = after;
    afterValue();
    return JsonToken.STRING;
  }

  private JsonToken word(String word, JsonToken token) {
    for (int i = 0; i < word.length(); i++) {
      if (pos + i >= end || text[pos + i] != word.charAt(i)) {
        return fail("a value expected");
      }
    }
    pos += word.length();
    tokenEnd = pos;
    afterValue();
    return token;
  }

  private JsonToken number() {
    int p = pos;
    if (text[p] == '-') {
      p++;
    }
    int digits = p;
    p = skipDigits(p);
    if (p == digits) {
      return fail(p == pos ? "a value expected" : "a digit expected");
    }
    if (text[digits] == '0' && p > digits + 1) {
      return fail("a number must not begin with 0");
    }
    integer = true;
    exponent = false;
    if (p < end && text[p] == '.') {
      integer = false;
      int fraction = p + 1;
      p = skipDigits(fraction);
      if (p == fraction) {
        return fail("a digit expected");
      }
    }
    if (p < end && (text[p] == 'e' || text[p] == 'E')) {
      integer = false;
      exponent = true;
      p++;
      if (p < end && (text[p] == '+' || text[p] == '-')) {
        p++;
      }
      int power = p;
      p = skipDigits(p);
      if (p == power) {
        return fail("a digit expected");
      }
    }
    pos = p;
    tokenEnd = p;
    afterValue();
    return JsonToken.NUMBER;
  }

  private int skipDigits(int from) {
    int p = from;
    while (p < end && text[p] >= '0' && text[p] <= '9') {
      p++;
    }
    return p;
  }

  private void skipWhitespace() {
    // most often there is none, and one comparison tells
    while (pos < end && text[pos] <= ' ' && isWhitespace(text[pos])) {
      pos++;
    }
  }

  private static boolean isWhitespace(byte c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }

  private void afterValue() {
    expect = depth == 0 ? Expect.NOTHING : Expect.COMMA_OR_END;
  }

  private boolean inObject() {
    int level = depth - 1;
    return (isObject[level >> 6] & (1L << level)) != 0;
  }

  private JsonToken fail(String what) {
    error = what + " at byte " + (pos - start);
    return JsonToken.ERROR;
  }
}
