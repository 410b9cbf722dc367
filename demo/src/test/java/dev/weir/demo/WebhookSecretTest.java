package dev.weir.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class WebhookSecretTest {

  /** The example of Standard Webhooks; its X-Signature-256 is openssl's. */
  static final WebhookSecret SECRET = new WebhookSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

  static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
  static final String TIMESTAMP = "1614265330";
  static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
  static final String PLAIN =
      "sha256=80ec8a89ce3cd22133a1066caecb4d04fea7467657c8514d717ec42c38a5c94c";
  private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(UTF_8);

  @Test
  void knowsWhatIsGenuine() {
    assertThat(SECRET.isGenuine(ID, TIMESTAMP, SIGNATURE, PLAIN, BODY)).isTrue();
    assertThat(SECRET.isGenuine(ID, TIMESTAMP, "v1,other " + SIGNATURE, PLAIN, BODY)).isTrue();
  }

  @Test
  void andWhatIsNot() {
    assertThat(SECRET.isGenuine("msg_2", TIMESTAMP, SIGNATURE, PLAIN, BODY)).isFalse();
    assertThat(SECRET.isGenuine(ID, "1614265331", SIGNATURE, PLAIN, BODY)).isFalse();
    assertThat(SECRET.isGenuine(ID, TIMESTAMP, SIGNATURE, PLAIN, new byte[0])).isFalse();
    assertThat(SECRET.isGenuine(ID, TIMESTAMP, SIGNATURE, "", BODY)).isFalse();
    assertThat(SECRET.isGenuine(ID, TIMESTAMP, "", PLAIN, BODY)).isFalse();
    assertThat(WebhookSecret.random().isGenuine(ID, TIMESTAMP, SIGNATURE, PLAIN, BODY)).isFalse();
  }
}
