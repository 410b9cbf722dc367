package dev.weir.delivery.mqtt;

import dev.weir.core.message.Topic;
import dev.weir.core.route.InvalidRouteException;

/** A part of a level of a template. */
sealed interface Piece permits Piece.Literal, Placeholder {

  /**
   * What it is for a message.
   *
   * @throws InvalidRouteException the message's topic holds what no topic of a device can
   */
  String expand(Topic topic);

  /** Whether it can be these characters of a text for some message. */
  boolean canBe(String text, int from, int to);

  /** The same for every message. */
  record Literal(String text) implements Piece {

    @Override
    public String expand(Topic topic) {
      return text;
    }

    @Override
    public boolean canBe(String other, int from, int to) {
      return to - from == text.length() && other.startsWith(text, from);
    }
  }
}
