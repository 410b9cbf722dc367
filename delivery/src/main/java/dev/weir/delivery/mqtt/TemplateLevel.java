package dev.weir.delivery.mqtt;

import dev.weir.core.message.Topic;
import dev.weir.core.route.InvalidRouteException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What stands between two slashes of a template: {@code pump-{device_id}}. */
record TemplateLevel(List<Piece> pieces) {

  /**
   * Reads one.
   *
   * @throws InvalidRouteException a brace in it belongs to no placeholder
   */
  static TemplateLevel parse(String text) {
    List<Piece> pieces = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < text.length(); ) {
      char c = text.charAt(i);
      Placeholder found = Placeholder.at(text, i);
      if (found != null) {
        addLiteral(pieces, text.substring(from, i));
        pieces.add(found);
        i += found.written().length();
        from = i;
      } else if (c == '{' || c == '}') {
        throw new InvalidRouteException("topic: braces stand for nothing but " + known());
      } else {
        i++;
      }
    }
    addLiteral(pieces, text.substring(from));
    return new TemplateLevel(List.copyOf(pieces));
  }

  /**
   * What it is for a message.
   *
   * @throws InvalidRouteException the message's topic holds what no topic of a device can
   */
  String expand(Topic topic) {
    return pieces.stream().map(piece -> piece.expand(topic)).collect(Collectors.joining());
  }

  /** Whether it becomes this text for some message. */
  boolean canBe(String text) {
    boolean[] ends = new boolean[text.length() + 1]; // of what the pieces so far can be
    ends[0] = true;
    for (Piece piece : pieces) {
      ends = after(piece, ends, text);
    }
    return ends[text.length()];
  }

  private static boolean[] after(Piece piece, boolean[] starts, String text) {
    boolean[] ends = new boolean[starts.length];
    for (int from = 0; from < starts.length; from++) {
      for (int to = from; starts[from] && to < ends.length; to++) {
        ends[to] |= piece.canBe(text, from, to);
      }
    }
    return ends;
  }

  private static void addLiteral(List<Piece> pieces, String text) {
    if (!text.isEmpty()) {
      pieces.add(new Piece.Literal(text));
    }
  }

  private static String known() {
    return String.join(
        ", ", Arrays.stream(Placeholder.values()).map(Placeholder::written).toList());
  }
}
