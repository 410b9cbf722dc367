package dev.weir.timescale.batch;

import dev.weir.core.message.Envelope;
import dev.weir.core.message.Slice;
import dev.weir.core.message.TelemetryMessage;
import dev.weir.core.route.DeliveryId;
import dev.weir.core.route.PayloadWithoutToken;
import dev.weir.core.route.Route;
import dev.weir.core.route.RouteJob;
import dev.weir.core.verdict.Judged;
import dev.weir.timescale.batch.TelemetryWriter.Outcome;
import java.util.ArrayList;
import java.util.List;

/**
 * The jobs of a batch: of what is stored now, and of nothing that was there before. Owned by one
 * lane.
 */
final class RouteJobs {

  private final PayloadWithoutToken withoutToken = new PayloadWithoutToken();

  List<RouteJob> of(PreparedBatch batch, Outcome outcome) {
    List<RouteJob> jobs = null;
    for (int position : batch.accepted()) {
      Judged judged = batch.batch().messages().get(position);
      if (!judged.routes().isEmpty()
          && !outcome.duplicates().get(position)
          && !outcome.conflicts().get(position)) {
        jobs = jobs == null ? new ArrayList<>() : jobs;
        add(jobs, batch.grant().stream(), judged, batch.message(position));
      }
    }
    return jobs == null ? List.of() : jobs;
  }

  private void add(List<RouteJob> jobs, String stream, Judged judged, TelemetryMessage message) {
    byte[] payload = bytes(withoutToken.of(message.payload()));
    Envelope envelope = judged.envelope();
    for (Route route : judged.routes()) {
      jobs.add(
          new RouteJob(
              route.id(),
              message.topic().tenantId(),
              DeliveryId.of(stream, envelope.seq(), envelope.arrivalNanos(), route.id()),
              message.topic().toString(),
              payload));
    }
  }

  private static byte[] bytes(Slice slice) {
    boolean isAll = slice.offset() == 0 && slice.length() == slice.bytes().length;
    return isAll ? slice.bytes() : slice.copy();
  }
}
