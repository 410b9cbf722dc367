package dev.weir.core.change;

/** Hears of changes, in the thread that all others hear of them too: it must not block. */
public interface ChangeListener {

  /** What was read before this call may be old. */
  void changed(Change change);

  /** Changes may have been missed: whatever was read before this call may be old. */
  void everythingMayHaveChanged();
}
