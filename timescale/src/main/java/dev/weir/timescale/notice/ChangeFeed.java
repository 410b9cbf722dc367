package dev.weir.timescale.notice;

import dev.weir.core.change.Change;
import dev.weir.core.change.ChangeListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands changes on; those that this version does not understand are told once, and passed over. */
final class ChangeFeed {

  private static final Logger LOG = LoggerFactory.getLogger(ChangeFeed.class);

  private final ChangeListener listener;
  private boolean told;

  ChangeFeed(ChangeListener listener) {
    this.listener = listener;
  }

  void changed(String payload) {
    Change change = Change.parse(payload);
    if (change != null) {
      listener.changed(change);
    } else if (!told) {
      LOG.warn("a change of a kind that this version does not know was passed over");
      told = true;
    }
  }

  void everythingMayHaveChanged() {
    listener.everythingMayHaveChanged();
  }
}
