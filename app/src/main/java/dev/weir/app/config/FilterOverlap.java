package dev.weir.app.config;

import java.util.List;

/** Whether filters have topics in common: the broker sends such a message once for each. */
final class FilterOverlap {

  private FilterOverlap() {}

  static boolean among(List<String> filters) {
    for (int i = 0; i < filters.size(); i++) {
      for (int j = i + 1; j < filters.size(); j++) {
        if (between(filters.get(i), filters.get(j))) {
          return true;
        }
      }
    }
    return false;
  }

  static boolean between(String one, String other) {
    String[] these = one.split("/", -1);
    String[] those = other.split("/", -1);
    for (int i = 0; i < Math.max(these.length, those.length); i++) {
      String left = i < these.length ? these[i] : "";
      String right = i < those.length ? those[i] : "";
      if (left.equals("#") || right.equals("#")) {
        return true; // also of the level above
      }
      boolean bothGoOn = i < these.length && i < those.length;
      if (!bothGoOn || !(left.equals(right) || left.equals("+") || right.equals("+"))) {
        return false;
      }
    }
    return true;
  }
}
