package dev.weir.app.command;

import dev.weir.core.quarantine.Printable;
import dev.weir.timescale.quarantine.QuarantineDetails;
import dev.weir.timescale.quarantine.QuarantineSummary;
import dev.weir.timescale.quarantine.ReasonCount;
import dev.weir.timescale.quarantine.ReplayRecord;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.util.RawValue;

/** The quarantine as commands print it. Whatever it holds, no terminal is led astray by it. */
final class QuarantineListing {

  private static final int MAX_TEXT_LENGTH = 10_000;

  private QuarantineListing() {}

  static Listing of(List<QuarantineSummary> events) {
    Listing listing =
        new Listing(
            "id", "ingested_at", "tenant_id", "device_id", "reason", "detail", "replay_outcome");
    for (QuarantineSummary event : events) {
      listing.row(
          event.id(),
          event.ingestedAt(),
          printable(event.tenantId()),
          printable(event.deviceId()),
          printable(event.reason()),
          printable(event.detail()),
          printable(event.replayOutcome()));
    }
    return listing;
  }

  static Listing ofCounts(List<ReasonCount> counts) {
    Listing listing = new Listing("from", "tenant_id", "reason", "count");
    counts.forEach(
        c -> listing.row(c.from(), printable(c.tenantId()), printable(c.reason()), c.count()));
    return listing;
  }

  static Listing ofReplays(List<ReplayRecord> replays, boolean json) {
    Listing listing =
        new Listing(
            "id",
            "requested_at",
            "requested_by",
            "filter",
            "selected",
            "published",
            "stored",
            "duplicates",
            "refused",
            "unsettled");
    for (ReplayRecord replay : replays) {
      listing.row(
          replay.id(),
          replay.requestedAt(),
          printable(replay.requestedBy()),
          json ? new RawValue(replay.filter()) : printable(replay.filter()),
          replay.selected(),
          replay.published(),
          replay.stored(),
          replay.duplicates(),
          replay.refused(),
          replay.unsettled());
    }
    return listing;
  }

  /** A replay and what came of it; the last columns are the reasons of what was refused. */
  static Listing of(ReplayRecord replay, long cut, long underWay) {
    Listing listing =
        new Listing(
                "replay_id",
                "selected",
                "cut",
                "under_way",
                "published",
                "stored",
                "duplicates",
                "refused",
                "unsettled")
            .row(
                replay.id(),
                replay.selected(),
                cut,
                underWay,
                replay.published(),
                replay.stored(),
                replay.duplicates(),
                replay.refused(),
                replay.unsettled());
    for (Map.Entry<String, Long> reason : replay.reasons().entrySet()) {
      listing = listing.with(reason.getKey(), reason.getValue());
    }
    return listing;
  }

  /** One event in full: in JSON the payload as it is and bytes in base64, else both as text. */
  static void print(QuarantineDetails event, PrintWriter out, boolean json) {
    List<String> names = List.copyOf(event.columns().keySet());
    Listing listing =
        new Listing(names.toArray(String[]::new))
            .row(names.stream().map(name -> value(event.columns().get(name))).toArray());
    byte[] raw = event.raw();
    if (json) {
      listing
          .with("payload", event.payload() == null ? null : new RawValue(event.payload()))
          .with("raw", raw == null ? null : Base64.getEncoder().encodeToString(raw))
          .printSingle(out, true);
      return;
    }
    listing.printSingle(out, false);
    if (event.payload() != null) {
      out.println("payload");
      event.payload().lines().forEach(line -> out.println("  " + all(line)));
    }
    if (raw != null) {
      out.println("raw");
      out.println("  " + all(new String(raw, StandardCharsets.UTF_8)));
    }
  }

  private static @Nullable Object value(@Nullable Object column) {
    return column instanceof String text ? printable(text) : column;
  }

  /** Text that leads no terminal astray; null for null. */
  static @Nullable String printable(@Nullable String text) {
    return text == null ? null : Printable.of(text, MAX_TEXT_LENGTH);
  }

  private static String all(String text) {
    return Printable.of(text, Integer.MAX_VALUE);
  }
}
