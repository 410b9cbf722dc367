package dev.weir.core.quarantine;

import static dev.weir.core.message.Envelopes.quoted;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.message.Envelopes;
import dev.weir.core.message.Slice;
import dev.weir.core.verdict.RejectReason;
import dev.weir.core.verdict.Verdict.Rejected;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A token does not show in what is kept, whatever happened to the text around it. */
class TokenMaskPropertyTest {

  private static final String KEY = "provision_token";
  private static final String[] BEFORE = {
    "{\"", "{\"site_id\":\"s1\",\"", "{\"metrics\":{\"t\":1}, \"", "[{\"a\\\\\\\"\":\"b\"},{\""
  };
  private static final String[] AFTER = {
    "\"}", "\",\"seq\":1}", "\" ,\n\"note\":\"it's, {here};\"}", "\"},{\"a\":\"b\"}]"
  };
  private static final String[] BETWEEN = {"\":\"", "\" : \"", "\":\n\t\"", "\" :\""};

  private final Random random = new Random(20_260_131);

  @Test
  void noCutShowsAnyPartOfIt() {
    for (int i = 0; i < 300; i++) {
      // whatever a JSON string can hold, delimiters, quotes and backslashes included
      String token = quoted(token("ab,}&;:=' \"\\/{}[]")).replaceAll("^\"|\"$", "");
      String text = nested(BEFORE[i % 4] + KEY + any(BETWEEN) + token + any(AFTER), i % 3);
      for (int length = text.length(); length >= 0; length--) {
        String kept = kept(text.substring(0, length));
        assertThat(kept).doesNotContain("TO").doesNotContain("RET");
      }
    }
  }

  @Test
  void noDamageElsewhereShowsIt() {
    for (int i = 0; i < 100_000; i++) {
      String token = token("abcXYZ019-_.+/=~");
      String text = nested(any(BEFORE) + KEY + any(BETWEEN) + token + any(AFTER), i % 3);
      StringBuilder damaged = new StringBuilder(text);
      for (int times = random.nextInt(3); times >= 0; times--) {
        damage(damaged, damaged.indexOf(KEY), damaged.indexOf(token), token.length());
      }
      String kept = kept(damaged.toString());
      if (kept.contains("TOKEN") || kept.contains("SECRET")) {
        assertThat(kept).as("%s", damaged).isEmpty();
      }
    }
  }

  @Test
  void whatWasJsonStaysJson() {
    for (int i = 0; i < 50_000; i++) {
      String hostile = token("\\\"':=,}&; \n\tu005f{[provision_token");
      String text = "{\"x\":" + nested(KEY + hostile + KEY + "=" + hostile, 1 + i % 2) + "}";

      assertThat(masked(masked(text))).as(text).isNotEmpty();
    }
  }

  /** Empty where it is not JSON. */
  private static String masked(String text) {
    JsonInspection.Masked masked = JsonInspection.mask(Slice.of(text.getBytes(ISO_8859_1)));
    return masked == null ? "" : new String(masked.text().copy(), ISO_8859_1);
  }

  /** One byte changed, left out or put in, neither in the key nor in the token. */
  private void damage(StringBuilder text, int key, int token, int tokenLength) {
    int p = random.nextInt(text.length());
    boolean inKey = p >= key && p < key + KEY.length();
    boolean inToken = p >= token && p < token + tokenLength;
    if (inKey || inToken) {
      return;
    }
    String likely = "\"'\\:=,}{&; \n\u0000x\u00e9";
    char c = likely.charAt(random.nextInt(likely.length()));
    if (random.nextBoolean()) {
      text.insert(p == key + KEY.length() ? p + 1 : p, c); // else the key would be another one
    } else if (random.nextBoolean()) {
      text.setCharAt(p, c);
    } else {
      text.deleteCharAt(p);
    }
  }

  private String token(String alphabet) {
    StringBuilder token = new StringBuilder("TOKEN");
    for (int i = random.nextInt(12); i >= 0; i--) {
      token.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return token.append("SECRET").toString();
  }

  /** The text as a string in a string, some levels deep. */
  private static String nested(String text, int levels) {
    String nested = text;
    for (int i = 0; i < levels; i++) {
      nested = quoted(nested).replace("\n", "\\n").replace("\t", "\\t");
    }
    return nested;
  }

  private static String kept(String body) {
    QuarantineEvent event =
        QuarantineEvents.of(
            new Envelopes.Builder().topic("x").body(body.getBytes(ISO_8859_1)).build(),
            new Rejected(RejectReason.INVALID_JSON, "detail", null));
    byte[] kept = event.payload() == null ? event.raw() : event.payload().copy();
    return kept == null ? "" : new String(kept, ISO_8859_1);
  }

  private String any(String[] texts) {
    return texts[random.nextInt(texts.length)];
  }
}
