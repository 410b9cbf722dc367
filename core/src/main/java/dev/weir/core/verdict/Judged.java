package dev.weir.core.verdict;

import dev.weir.core.message.Envelope;
import dev.weir.core.route.Route;
import java.util.List;

/**
 * A message and its verdict: what a batch is made of.
 *
 * @param routes that mean it; none of a refused one's
 */
public record Judged(Envelope envelope, Verdict verdict, List<Route> routes) {

  /** One that no route means. */
  public Judged(Envelope envelope, Verdict verdict) {
    this(envelope, verdict, List.of());
  }
}
