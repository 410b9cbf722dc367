package dev.weir.app.command;

import dev.weir.timescale.deadletter.DeadLetterDetails;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.util.RawValue;

/** Dead letters as commands print them. Whatever they hold, no terminal is led astray by it. */
final class DeadLetterListing {

  private DeadLetterListing() {}

  static Listing of(List<DeadLetterDetails> letters) {
    Listing listing =
        new Listing(
            "id",
            "failed_at",
            "tenant_id",
            "route_id",
            "destination_type",
            "status",
            "attempts",
            "replays",
            "original_topic",
            "error_message");
    for (DeadLetterDetails letter : letters) {
      listing.row(
          letter.id(),
          letter.failedAt(),
          QuarantineListing.printable(letter.tenantId()),
          letter.routeId(),
          QuarantineListing.printable(letter.destinationType()),
          letter.status(),
          letter.attempts(),
          letter.replays(),
          QuarantineListing.printable(letter.topic()),
          QuarantineListing.printable(letter.error()));
    }
    return listing;
  }

  /** One letter in full: in JSON the payload as it is and bytes in base64, else both as text. */
  static void print(DeadLetterDetails letter, PrintWriter out, boolean json) {
    byte[] raw = letter.raw();
    String payload = letter.payload();
    Listing listing =
        new Listing(
                "id",
                "tenant_id",
                "route_id",
                "delivery_id",
                "original_topic",
                "destination_type",
                "destination_config",
                "error_message",
                "attempts",
                "status",
                "created_at",
                "failed_at",
                "replays",
                "replayed_at")
            .row(
                letter.id(),
                QuarantineListing.printable(letter.tenantId()),
                letter.routeId(),
                QuarantineListing.printable(letter.deliveryId()),
                QuarantineListing.printable(letter.topic()),
                QuarantineListing.printable(letter.destinationType()),
                json
                    ? new RawValue(letter.destinationConfig())
                    : QuarantineListing.printable(letter.destinationConfig()),
                QuarantineListing.printable(letter.error()),
                letter.attempts(),
                letter.status(),
                letter.createdAt(),
                letter.failedAt(),
                letter.replays(),
                letter.replayedAt());
    if (json) {
      listing
          .with("payload", payload == null ? null : new RawValue(payload))
          .with("raw", raw == null ? null : Base64.getEncoder().encodeToString(raw))
          .printSingle(out, true);
      return;
    }
    String body = raw == null ? payload : new String(raw, StandardCharsets.UTF_8);
    listing.with("payload", QuarantineListing.printable(body)).printSingle(out, false);
  }
}
