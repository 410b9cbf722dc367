package dev.weir.ingest.batch;

import dev.weir.core.message.Envelope;
import dev.weir.core.message.Replay;
import dev.weir.core.quarantine.QuarantinedMessage;
import dev.weir.core.quarantine.ReplaySource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Puts the quarantined messages in the place of the wishes for them. */
public final class Replays {

  /** A wish is small, the message that it brings may have a megabyte. */
  static final int MAX_OF_ONE_BATCH = 100;

  private final ReplaySource quarantine;

  Replays(ReplaySource quarantine) {
    this.quarantine = quarantine;
  }

  /**
   * The messages in their order, in parts that can be held in memory with all that they ask for.
   */
  public static List<List<Envelope>> parts(List<Envelope> messages) {
    List<List<Envelope>> parts = new ArrayList<>(1);
    int from = 0;
    int replays = 0;
    for (int i = 0; i < messages.size(); i++) {
      replays += messages.get(i).replay() == null ? 0 : 1;
      if (replays > MAX_OF_ONE_BATCH) {
        parts.add(messages.subList(from, i));
        from = i;
        replays = 1;
      }
    }
    parts.add(messages.subList(from, messages.size()));
    return parts;
  }

  /**
   * The messages in their order, with one question to the quarantine where there are any replays. A
   * wish that finds nothing, or what is not its tenant's, stays a wish.
   *
   * @throws dev.weir.core.store.StoreException where the quarantine cannot be asked now
   */
  List<Envelope> resolve(List<Envelope> messages) {
    List<Long> ids =
        messages.stream()
            .map(Envelope::replay)
            .filter(Objects::nonNull)
            .map(Replay::eventId)
            .filter(id -> id > 0)
            .distinct()
            .toList();
    if (ids.isEmpty()) {
      return messages;
    }
    Map<Long, QuarantinedMessage> found = quarantine.find(ids);
    return messages.stream().map(message -> resolve(message, found)).toList();
  }

  private static Envelope resolve(Envelope message, Map<Long, QuarantinedMessage> found) {
    Replay replay = message.replay();
    @Nullable QuarantinedMessage kept = replay == null ? null : found.get(replay.eventId());
    return kept != null && kept.isFor(message.subjectTenant()) ? kept.inPlaceOf(message) : message;
  }
}
