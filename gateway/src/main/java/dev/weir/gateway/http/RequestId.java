package dev.weir.gateway.http;

import io.javalin.http.Context;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * What names a request, in its answer and in the log: the client's own name for it, or one made.
 */
public final class RequestId {

  public static final String HEADER = "X-Request-Id";

  private static final int MAX_LENGTH = 128;
  private static final String ATTRIBUTE = "weir.request-id";

  private RequestId() {}

  /** Names a request and tells the client. */
  public static void assign(Context context) {
    String given = context.header(HEADER);
    String id = given != null && isUsable(given) ? given : made();
    context.attribute(ATTRIBUTE, id);
    context.header(HEADER, id);
  }

  /** Null where none was assigned. */
  public static @Nullable String of(Context context) {
    return context.attribute(ATTRIBUTE);
  }

  /** Nothing that could end a line of the log or break out of a string. */
  private static boolean isUsable(String id) {
    return !id.isEmpty()
        && id.length() <= MAX_LENGTH
        && id.chars().allMatch(c -> c > 0x20 && c < 0x7F && c != '"' && c != '\\');
  }

  private static String made() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return HexFormat.of().toHexDigits(random.nextLong());
  }
}
