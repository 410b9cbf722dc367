package dev.weir.delivery.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class WebhookSignatureTest {

  private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
  private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
  private static final long SECONDS = 1_614_265_330;

  /** The example of Standard Webhooks' own libraries. */
  @Test
  void theExampleOfTheStandard() {
    assertThat(
            WebhookSignature.standard(
                ID, SECONDS, BODY, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", null))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void oneForEachSecret() {
    String both = WebhookSignature.standard(ID, SECONDS, BODY, "new", "old");
    assertThat(both.split(" "))
        .containsExactly(
            WebhookSignature.standard(ID, SECONDS, BODY, "new", null),
            WebhookSignature.standard(ID, SECONDS, BODY, "old", null));
  }

  /** RFC 4231, test case 2. */
  @Test
  void ofTheBodyAlone() {
    byte[] body = "what do ya want for nothing?".getBytes(StandardCharsets.UTF_8);
    assertThat(WebhookSignature.ofBody(body, "Jefe"))
        .isEqualTo("sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  }

  @Test
  void theKeyOfTheBodyIsTheSecretAsItStands() {
    assertThat(WebhookSignature.ofBody(BODY, "whsec_AAAA"))
        .isNotEqualTo(WebhookSignature.ofBody(BODY, "\u0000\u0000\u0000"));
  }
}
