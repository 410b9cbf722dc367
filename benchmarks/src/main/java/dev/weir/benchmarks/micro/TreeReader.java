package dev.weir.benchmarks.micro;

import static dev.weir.core.verdict.RejectReason.BAD_TOPIC_FORMAT;
import static dev.weir.core.verdict.RejectReason.INVALID_JSON;
import static dev.weir.core.verdict.RejectReason.PAYLOAD_TOO_LARGE;
import static dev.weir.core.verdict.RejectReason.TENANT_MISMATCH_TOPIC_VS_PAYLOAD;

import dev.weir.core.message.Envelope;
import dev.weir.core.message.Slice;
import dev.weir.core.message.Subjects;
import dev.weir.core.message.Topic;
import dev.weir.core.settings.Settings;
import dev.weir.core.settings.SettingsSnapshot;
import dev.weir.core.verdict.RejectReason;
import dev.weir.core.verdict.Verdict;
import dev.weir.core.verdict.Verdict.Rejected;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code MessageReader} was chosen instead of: Jackson makes a tree of the body, and the rules
 * ask its nodes. A tree does not know from which bytes it came, so what is stored is written out
 * again.
 *
 * <p>The verdicts are the same for all that the simulated fleet sends. What else the scanner is
 * strict about (bytes that nobody looks at, halves of surrogate pairs, numbers that jsonb cannot
 * hold) is left out here, in the tree's favour.
 */
final class TreeReader {

  /** A payload may have 32 levels; the envelope is one more. */
  private static final int MAX_DEPTH = 33;

  private final JsonMapper json =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .build();
  private final TreeRules rules = new TreeRules(json);

  Verdict read(Envelope envelope, SettingsSnapshot settings) {
    try {
      return envelope.topic() == null
          ? readEnvelope(envelope, json.readTree(envelope.body()), settings.global())
          : judge(envelope, envelope.topic(), Slice.of(envelope.body()), null, settings.global());
    } catch (JacksonException e) {
      return refuse(INVALID_JSON, null);
    }
  }

  /** The tree of a body, without any rule. */
  JsonNode tree(Envelope envelope) {
    return json.readTree(envelope.body());
  }

  private Verdict readEnvelope(Envelope envelope, JsonNode members, Settings settings) {
    String topic = TreeRules.text(members.get("topic"));
    JsonNode payload = members.get("payload");
    if (payload == null) {
      return refuse(INVALID_JSON, null);
    }
    return payload.isString()
        ? judge(envelope, topic, utf8(payload.stringValue()), null, settings)
        : judge(envelope, topic, Slice.of(json.writeValueAsBytes(payload)), payload, settings);
  }

  /**
   * Judges a payload.
   *
   * @param known its tree; null where none was made yet
   */
  private Verdict judge(
      Envelope envelope,
      @Nullable String text,
      Slice payload,
      @Nullable JsonNode known,
      Settings settings) {
    if (payload.length() > settings.maxPayloadBytes()) {
      return refuse(PAYLOAD_TOO_LARGE, null);
    }
    Topic topic = text == null ? null : Topic.parse(text);
    if (topic == null) {
      return refuse(BAD_TOPIC_FORMAT, null);
    }
    JsonNode members = known == null ? json.readTree(payload.bytes()) : known;
    if (!members.isObject()) {
      return refuse(INVALID_JSON, topic);
    }
    return Subjects.encodeTenant(topic.tenantId()).equals(envelope.subjectTenant())
        ? rules.read(envelope, topic, members, payload, settings)
        : refuse(TENANT_MISMATCH_TOPIC_VS_PAYLOAD, topic);
  }

  private static Slice utf8(String text) {
    return Slice.of(text.getBytes(StandardCharsets.UTF_8));
  }

  static Rejected refuse(RejectReason reason, @Nullable Topic topic) {
    return new Rejected(reason, "", topic == null ? null : topic.tenantId());
  }
}
