package dev.weir.timescale.copy;

import dev.weir.core.message.Envelope;
import dev.weir.core.message.Replay.Origin;
import dev.weir.core.message.Replay.Resolved;
import dev.weir.core.message.Slice;
import dev.weir.core.quarantine.QuarantineEvent;
import org.jspecify.annotations.Nullable;

/** A refused message as a row of {@code quarantine_events}. */
public final class QuarantineRow {

  public static final String COLUMNS =
      "event_ts, topic, tenant_id, site_id, device_id, msg_type, reason, detail, payload, raw,"
          + " stream, incarnation, stream_seq, arrived_at, subject_tenant, replay_of, original_size,"
          + " username, body_size, is_whole, token_sha256";

  private static final int FIELDS = 21;

  /** More than any name that could stand for a device has; what is longer stands for none. */
  private static final int MAX_NAME_LENGTH = 512;

  private QuarantineRow() {}

  /** Writes a row for {@link #COLUMNS}. */
  public static void write(
      CopyEncoder out, QuarantineEvent event, String stream, long incarnation) {
    out.row(FIELDS);
    out.timestamp(event.eventMicros());
    out.text(event.topic());
    out.text(event.tenantId());
    out.text(event.siteId());
    out.text(event.deviceId());
    out.text(event.msgType());
    out.text(event.reason().name());
    out.text(event.detail());
    payload(out, event.payload());
    out.bytea(event.raw());
    origin(out, event.envelope(), stream, incarnation);
    out.text(cut(event.username()));
    out.int8(event.bodySize());
    out.bool(event.isWhole());
    out.bytea(event.tokenHash());
  }

  private static void payload(CopyEncoder out, @Nullable Slice payload) {
    if (payload == null) {
      out.nullField();
    } else {
      out.jsonb(payload.bytes(), payload.offset(), payload.length());
    }
  }

  private static void origin(CopyEncoder out, Envelope envelope, String stream, long incarnation) {
    if (envelope.replay() instanceof Resolved(var replayOf, var origin, _, _, _)) {
      place(out, origin);
      out.text(cut(envelope.subjectTenant()));
      out.int8(replayOf);
    } else {
      place(out, new Origin(stream, incarnation, envelope.seq(), envelope.arrivalMicros()));
      out.text(cut(envelope.subjectTenant()));
      out.nullField();
    }
    if (envelope.originalSize() < 0) {
      out.nullField();
    } else {
      out.int8(envelope.originalSize());
    }
  }

  private static void place(CopyEncoder out, Origin origin) {
    out.text(origin.stream());
    out.int8(origin.incarnation());
    out.int8(origin.seq());
    out.timestamp(origin.arrivalMicros());
  }

  private static @Nullable String cut(@Nullable String name) {
    return name == null || name.length() <= MAX_NAME_LENGTH
        ? name
        : name.substring(0, MAX_NAME_LENGTH);
  }
}
