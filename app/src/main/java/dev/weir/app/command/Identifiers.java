package dev.weir.app.command;

import dev.weir.core.message.Topic;
import org.jspecify.annotations.Nullable;

/** What ids, sites and tokens may look like, said in the words of whoever typed them. */
final class Identifiers {

  static final int MAX_SITE_LENGTH = 128;
  static final int MAX_TOKEN_LENGTH = 1_024;

  private static final String ID = "must be 1 to 128 of A-Z a-z 0-9 . _ : @ = -";
  private static final String SITE =
      "must be 1 to " + MAX_SITE_LENGTH + " characters, no control characters";
  private static final String TOKEN =
      "must be 1 to " + MAX_TOKEN_LENGTH + " characters, no control characters";

  private Identifiers() {}

  /** What is wrong with an id; null where nothing is. */
  static @Nullable String faultOfId(String id) {
    return Topic.isId(id) ? null : ID;
  }

  /** "none" stands for no subscription wherever one may be named. */
  static @Nullable String faultOfSubscription(String id) {
    return id.equals(DeviceOptions.NONE) ? "must not be " + id : faultOfId(id);
  }

  static @Nullable String faultOfSite(String site) {
    return isText(site, MAX_SITE_LENGTH) ? null : SITE;
  }

  static @Nullable String faultOfToken(String token) {
    return isText(token, MAX_TOKEN_LENGTH) ? null : TOKEN;
  }

  /**
   * Passes an argument on.
   *
   * @param name of the argument
   * @param fault what is wrong with it; null where nothing is
   * @throws CommandException it is wrong; the text is not quoted, it may be a secret
   */
  static String checked(String name, String text, @Nullable String fault) {
    if (fault != null) {
      throw CommandException.usage(name + ' ' + fault);
    }
    return text;
  }

  /** Whether it has a length within bounds, and no control characters. */
  static boolean isText(String text, int maxLength) {
    return !text.isEmpty()
        && text.codePointCount(0, text.length()) <= maxLength
        && text.codePoints().noneMatch(Identifiers::isControlOrHalf);
  }

  /** Half of a surrogate pair is no character, and UTF-8 cannot carry it. */
  private static boolean isControlOrHalf(int c) {
    return Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE;
  }
}
