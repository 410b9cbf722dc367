package dev.weir.ingest.share;

import java.util.List;

/**
 * How many lanes a process is to hold, so that all are held and no two numbers differ by more than
 * one.
 */
final class FairShare {

  private FairShare() {}

  /**
   * The share of one member.
   *
   * @param members all that take part, in an order that is the same for each of them
   */
  static int of(String member, List<String> members, int lanes) {
    int rank = members.indexOf(member);
    if (rank < 0) {
      return 0;
    }
    boolean oneMore = rank < lanes % members.size();
    return lanes / members.size() + (oneMore ? 1 : 0);
  }
}
