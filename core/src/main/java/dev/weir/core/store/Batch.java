package dev.weir.core.store;

import dev.weir.core.settings.SettingsSnapshot;
import dev.weir.core.verdict.Judged;
import java.util.List;
import java.util.function.Predicate;

/**
 * Judged messages in stream order, to be committed as one.
 *
 * @param gaps sequences found missing before or between them
 * @param settings in force: how many refused messages are stored
 * @param tenantExists whether a refusal is counted under its tenant's name or as {@code unknown}
 */
public record Batch(
    List<Judged> messages, long gaps, SettingsSnapshot settings, Predicate<String> tenantExists) {

  /** The same with other verdicts. */
  public Batch with(List<Judged> others) {
    return new Batch(others, gaps, settings, tenantExists);
  }

  /** The first half, with the gaps, or the second, without. */
  public Batch slice(int from, int to) {
    return new Batch(messages.subList(from, to), from == 0 ? gaps : 0, settings, tenantExists);
  }
}
