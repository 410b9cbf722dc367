package dev.weir.timescale.copy;

import dev.weir.core.message.Slice;
import dev.weir.core.message.TelemetryMessage;

/** A reading as a row of {@code telemetry}. */
public final class TelemetryRow {

  public static final String COLUMNS =
      "time, tenant_id, device_id, site_id, msg_type, seq, metrics, origin_incarnation, origin_seq";

  private static final int FIELDS = 9;

  private TelemetryRow() {}

  /**
   * Writes a row for {@link #COLUMNS}.
   *
   * @param incarnation of the stream that the reading came from
   * @param streamSeq its sequence there; with the incarnation its identity if it has none of its
   *     own
   */
  public static void write(
      CopyEncoder out, TelemetryMessage message, long incarnation, long streamSeq) {
    out.row(FIELDS);
    fields(out, message, incarnation, streamSeq);
  }

  /** Writes a row for an {@code int4} and {@link #COLUMNS}. */
  public static void writeNumbered(
      CopyEncoder out, int number, TelemetryMessage message, long incarnation, long streamSeq) {
    out.row(1 + FIELDS);
    out.int4(number);
    fields(out, message, incarnation, streamSeq);
  }

  private static void fields(
      CopyEncoder out, TelemetryMessage message, long incarnation, long streamSeq) {
    Slice metrics = message.metrics();
    Long seq = message.seq();
    out.timestamp(message.timeMicros());
    out.text(message.topic().tenantId());
    out.text(message.topic().deviceId());
    out.text(message.siteId());
    out.text(message.topic().msgType());
    out.int8(seq);
    out.jsonb(metrics.bytes(), metrics.offset(), metrics.length());
    if (seq == null) {
      out.int8(incarnation);
      out.int8(streamSeq);
    } else {
      out.nullField();
      out.nullField();
    }
  }
}
