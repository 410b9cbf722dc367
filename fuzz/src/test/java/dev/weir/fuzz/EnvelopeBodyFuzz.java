package dev.weir.fuzz;

import static dev.weir.core.verdict.RejectReason.BAD_TOPIC_FORMAT;
import static dev.weir.core.verdict.RejectReason.PAYLOAD_TOO_LARGE;

import dev.weir.core.message.Envelope;
import dev.weir.core.message.Topic;
import dev.weir.core.verdict.Verdict;
import dev.weir.core.verdict.Verdict.Rejected;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** The body of a message that names its topic itself. */
public final class EnvelopeBodyFuzz {

  /** Levels that may stand beside a payload. */
  private static final int MAX_DEPTH = 1_000;

  private EnvelopeBodyFuzz() {}

  public static void fuzzerTestOneInput(byte[] body) {
    Envelope envelope = Judging.message(null, body);
    Verdict verdict = Judging.verdict(envelope);
    String text = Reference.decoded(body);
    Map<String, Reference.Member> members = text == null ? null : Reference.object(text, MAX_DEPTH);
    Reference.Member payload = members == null ? null : members.get("payload");
    boolean disputed = text != null && isDisputed(text, payload);
    if (members != null && !disputed) {
      topic(verdict, members.get("topic"));
    }
    Verdicts.check(envelope, verdict, payload == null ? null : object(payload), disputed);
  }

  private static boolean isDisputed(String text, Reference.@Nullable Member payload) {
    return Reference.isDisputed(text) || (payload != null && Reference.isDisputed(payload.text()));
  }

  private static void topic(Verdict verdict, Reference.@Nullable Member topic) {
    boolean good =
        topic != null
            && topic.kind() == JsonToken.VALUE_STRING
            && Topic.parse(topic.text()) != null;
    boolean tooLarge = verdict instanceof Rejected r && r.reason() == PAYLOAD_TOO_LARGE;
    boolean refused = verdict instanceof Rejected r && r.reason() == BAD_TOPIC_FORMAT;
    Fault.unless(tooLarge || refused == !good, "BAD_TOPIC_FORMAT is told of a bad topic alone");
  }

  /** Null where it is none, in either of its forms. */
  private static @Nullable Map<String, Reference.Member> object(Reference.Member payload) {
    if (payload.kind() == JsonToken.START_OBJECT) {
      return Reference.object(payload.source(), Verdicts.MAX_DEPTH);
    }
    return payload.kind() == JsonToken.VALUE_STRING
        ? Reference.object(payload.text(), Verdicts.MAX_DEPTH)
        : null;
  }
}
