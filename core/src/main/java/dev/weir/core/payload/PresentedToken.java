package dev.weir.core.payload;

import dev.weir.core.message.Envelope;
import dev.weir.core.message.ProvisionToken;
import dev.weir.core.message.Replay.Resolved;
import org.jspecify.annotations.Nullable;

/** Which of a message's tokens counts. */
public final class PresentedToken {

  private PresentedToken() {}

  /**
   * A token in the header stands for the payload's field and wins over it.
   *
   * @param ofPayload null where it has none
   */
  public static @Nullable ProvisionToken of(Envelope envelope, @Nullable ProvisionToken ofPayload) {
    if (envelope.replay() instanceof Resolved replay) {
      return ofReplay(replay, ofPayload);
    }
    ProvisionToken header = ProvisionToken.of(envelope.token());
    return header == null ? ofPayload : header;
  }

  /** The hash stands for the token. Where there is none, what was masked can have been no token. */
  private static @Nullable ProvisionToken ofReplay(
      Resolved replay, @Nullable ProvisionToken ofPayload) {
    byte[] hash = replay.tokenHash();
    if (hash != null) {
      return ProvisionToken.ofHash(hash);
    }
    boolean isMasked = ofPayload != null && ProvisionToken.MASK.equals(ofPayload.text());
    return isMasked ? ProvisionToken.MALFORMED : ofPayload;
  }
}
