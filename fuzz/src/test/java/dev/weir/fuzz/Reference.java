package dev.weir.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * What a JSON text says, by the JDK's decoder and Jackson. Numbers stay literals: what they are
 * worth is another question.
 */
final class Reference {

  /**
   * Where Jackson is another opinion: it refuses some texts with half of a surrogate pair, escaped,
   * which the grammar allows; and it looks at eight bits only of a hex digit.
   */
  private static final Pattern DISPUTED =
      Pattern.compile("\\\\u(?:[dD][89a-fA-F]|\\p{XDigit}{0,3}[^\\x00-\\x7F])");

  private static final Map<Integer, JsonFactory> BY_DEPTH = new HashMap<>();

  /**
   * A member's value.
   *
   * @param text of a string its value, of a number its literal
   * @param source as it stands, for objects and arrays; else empty
   */
  record Member(JsonToken kind, String text, String source) {}

  private Reference() {}

  /** Null where the bytes are not UTF-8. */
  static @Nullable String decoded(byte[] bytes) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  static boolean isDisputed(String text) {
    return text.contains("\\u") && DISPUTED.matcher(text).find();
  }

  /**
   * The members of an object, of each name the last; null where the text is not an object, or
   * nested deeper than allowed.
   */
  static @Nullable Map<String, Member> object(String text, int maxDepth) {
    Map<String, Member> members = new HashMap<>();
    try (JsonParser parser = parser(text, maxDepth)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = parser.currentName();
        members.put(name, member(parser, text));
      }
      return parser.nextToken() == null ? members : null;
    } catch (JacksonException e) {
      return null;
    }
  }

  /** The tokens of a text, as kind and text in turn; null where it is not JSON. */
  static @Nullable List<String> tokens(String text) {
    List<String> tokens = new ArrayList<>();
    try (JsonParser parser = parser(text, 1_000)) {
      JsonToken token;
      while ((token = parser.nextToken()) != null) {
        tokens.add(token.name());
        tokens.add(parser.getString());
      }
      return tokens;
    } catch (JacksonException e) {
      return null;
    }
  }

  private static Member member(JsonParser parser, String text) {
    JsonToken kind = parser.nextToken();
    int start = (int) parser.currentTokenLocation().getCharOffset();
    String value = kind.isStructStart() ? "" : parser.getString();
    parser.skipChildren();
    int end = (int) parser.currentLocation().getCharOffset();
    return new Member(kind, value, kind.isStructStart() ? text.substring(start, end) : "");
  }

  private static JsonParser parser(String text, int maxDepth) {
    return BY_DEPTH
        .computeIfAbsent(maxDepth, Reference::factory)
        .createParser(ObjectReadContext.empty(), text);
  }

  private static JsonFactory factory(int maxDepth) {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(maxDepth)
                .maxNumberLength(Integer.MAX_VALUE)
                .build())
        .build();
  }
}
