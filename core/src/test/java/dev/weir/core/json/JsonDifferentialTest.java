package dev.weir.core.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/**
 * Against the JDK's decoder and Jackson's parser. Jackson reads a {@code String} here: from bytes
 * it would guess the encoding, pass over a byte order mark and not look at every byte.
 */
class JsonDifferentialTest {

  private static final int VALID_TEXTS = 60_000;
  private static final int MUTATIONS = 200_000;
  private static final long SEED = 20_260_131;
  private static final Pattern ODD_HEX = Pattern.compile("\\\\u\\p{XDigit}{0,3}[^\\x00-\\x7F]");

  private final JsonFactory jackson =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(1_000).build())
          .build();
  private final JsonScanner scanner = new JsonScanner();
  private final Random random = new Random(SEED);

  @Test
  void acceptsWhateverIsJson() {
    for (int i = 0; i < VALID_TEXTS; i++) {
      RandomJson json = new RandomJson(random);
      byte[] text = json.text().getBytes(UTF_8);
      List<String> found = ours(text);
      if (!json.tokens().equals(found)) {
        assertThat(found).as(json.text()).isEqualTo(json.tokens());
      }
    }
  }

  @Test
  void agreesWithJacksonOnDamagedTexts() {
    int accepted = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] text = damaged(new RandomJson(random).text().getBytes(UTF_8));
      List<String> expected = theirs(text);
      List<String> found = ours(text);
      if (!Objects.equals(expected, found) && !holdsLoneSurrogate(found) && !hasOddHex(text)) {
        assertThat(found).as("%s", new String(text, ISO_8859_1)).isEqualTo(expected);
      }
      accepted += expected == null ? 0 : 1;
    }
    assertThat(accepted).as("both kinds occur").isBetween(MUTATIONS / 20, MUTATIONS * 19 / 20);
  }

  /** One to three bytes changed, left out, doubled or put in, most of them such as matter. */
  private byte[] damaged(byte[] text) {
    StringBuilder damaged = new StringBuilder(new String(text, ISO_8859_1));
    for (int times = random.nextInt(3); times >= 0; times--) {
      int p = random.nextInt(damaged.length());
      switch (random.nextInt(4)) {
        case 0 -> damaged.setCharAt(p, anyByte());
        case 1 -> damaged.insert(p, anyByte());
        case 2 -> damaged.insert(p, damaged.charAt(random.nextInt(damaged.length())));
        default -> damaged.deleteCharAt(p);
      }
      if (damaged.isEmpty()) {
        damaged.append(' ');
      }
    }
    return damaged.toString().getBytes(ISO_8859_1);
  }

  private char anyByte() {
    String likely = "\"\\/{}[]:,-+.eE019utfn \t\r\n\u0000\u001f\u0080\u00bf\u00c3\u00e2\u00f0";
    return random.nextInt(3) == 0
        ? (char) random.nextInt(256)
        : likely.charAt(random.nextInt(likely.length()));
  }

  private @Nullable List<String> ours(byte[] text) {
    byte[] between = new byte[text.length + 4];
    between[1] = '"';
    System.arraycopy(text, 0, between, 2, text.length);
    between[text.length + 2] = '"';
    scanner.reset(between, 2, 2 + text.length, JsonScanner.MAX_DEPTH);
    return Tokens.of(scanner);
  }

  private @Nullable List<String> theirs(byte[] text) {
    String decoded;
    try {
      decoded = UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
    List<String> tokens = new ArrayList<>();
    int depth = 0;
    try (JsonParser parser = jackson.createParser(ObjectReadContext.empty(), decoded)) {
      JsonToken token;
      while ((token = parser.nextToken()) != null) {
        if (depth == 0 && !tokens.isEmpty()) {
          return null; // it reads one value after another
        }
        tokens.add(name(token, parser));
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      }
    } catch (StreamReadException e) {
      return null;
    }
    return tokens.isEmpty() ? null : tokens;
  }

  /** The grammar allows half of a surrogate pair, escaped; Jackson does not everywhere. */
  private static boolean holdsLoneSurrogate(@Nullable List<String> tokens) {
    return tokens != null
        && tokens.stream()
            .flatMapToInt(String::codePoints)
            .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  /** Jackson takes U+0141 for the hex digit {@code A}: it looks at eight bits only. */
  private static boolean hasOddHex(byte[] text) {
    return ODD_HEX.matcher(new String(text, UTF_8)).find();
  }

  private static String name(JsonToken token, JsonParser parser) {
    return switch (token) {
      case PROPERTY_NAME -> "KEY " + parser.currentName();
      case VALUE_STRING -> "STRING " + parser.getString();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "NUMBER " + parser.getString();
      case VALUE_TRUE -> "TRUE";
      case VALUE_FALSE -> "FALSE";
      case VALUE_NULL -> "NULL";
      case START_OBJECT -> "OBJECT_START";
      case END_OBJECT -> "OBJECT_END";
      case START_ARRAY -> "ARRAY_START";
      case END_ARRAY -> "ARRAY_END";
      case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> throw new IllegalStateException("" + token);
    };
  }
}
