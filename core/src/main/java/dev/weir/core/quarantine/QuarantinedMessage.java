package dev.weir.core.quarantine;

import dev.weir.core.message.Envelope;
import dev.weir.core.message.Replay;
import dev.weir.core.message.Subjects;
import org.jspecify.annotations.Nullable;

/**
 * A message of the quarantine, as it is to be judged again.
 *
 * @param replay its identity and what it was judged by
 * @param subjectTenant last token of the subject that it came under
 * @param topic null where none could be read
 * @param isEnvelope whether the body is that of an envelope, which could not be read
 * @param username the identity that was vouched for; null where none was
 * @param body the device's payload, its token masked
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way to the judge
public record QuarantinedMessage(
    Replay.Resolved replay,
    String subjectTenant,
    @Nullable String topic,
    boolean isEnvelope,
    @Nullable String username,
    byte[] body) {

  /**
   * The token of the subject under which a message may be replayed: that of its tenant, for
   * permissions in NATS are by subject, and nobody is to replay another's messages.
   *
   * @param subjectTenant last token of the subject that it came under
   */
  public static String replayToken(String subjectTenant) {
    String tenantId = Subjects.decodeTenant(subjectTenant);
    return tenantId == null ? Subjects.UNREADABLE_TENANT : Subjects.encodeTenant(tenantId);
  }

  /** Whether a wish under this token of the subject may have it. */
  public boolean isFor(String token) {
    return replayToken(subjectTenant).equals(token);
  }

  /** This message in the place of the wish for it. */
  public Envelope inPlaceOf(Envelope wish) {
    // a topic that is null would have the body read as an envelope, which it is not
    String nativeTopic = topic == null && !isEnvelope ? "" : topic;
    return new Envelope(
        wish.seq(),
        wish.arrivalNanos(),
        subjectTenant,
        nativeTopic,
        null,
        username,
        -1,
        body,
        replay);
  }
}
