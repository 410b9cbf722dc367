package dev.weir.fuzz;

import dev.weir.core.message.Envelope;
import java.util.Map;

/** The body of a message whose topic a header names. */
public final class NativeBodyFuzz {

  private NativeBodyFuzz() {}

  public static void fuzzerTestOneInput(byte[] body) {
    Envelope envelope = Judging.message(Judging.TOPIC, body);
    String text = Reference.decoded(body);
    boolean disputed = text != null && Reference.isDisputed(text);
    Map<String, Reference.Member> payload =
        text == null ? null : Reference.object(text, Verdicts.MAX_DEPTH);
    Verdicts.check(envelope, Judging.verdict(envelope), payload, disputed);
  }
}
