package dev.weir.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class WebhookReceiverTest {

  private static final String BODY = "{\"test\": 2432232314}";

  @Test
  void takesWhatIsSignedAndNothingElse() throws IOException, InterruptedException {
    Inbox inbox = new Inbox(false);
    try (WebhookReceiver receiver =
            WebhookReceiver.start(WebhookSecretTest.SECRET, Map.of("readings", inbox));
        HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest.Builder signed =
          HttpRequest.newBuilder(receiver.url("readings"))
              .header("webhook-id", WebhookSecretTest.ID)
              .header("webhook-timestamp", WebhookSecretTest.TIMESTAMP)
              .header("webhook-signature", WebhookSecretTest.SIGNATURE)
              .header("X-Signature-256", WebhookSecretTest.PLAIN);

      assertThat(status(http, signed.copy().POST(HttpRequest.BodyPublishers.ofString(BODY))))
          .isEqualTo(200);
      assertThat(status(http, signed.copy().POST(HttpRequest.BodyPublishers.ofString("{}"))))
          .isEqualTo(401);
      assertThat(status(http, signed.copy().GET())).isEqualTo(405);
      assertThat(
              status(
                  http,
                  HttpRequest.newBuilder(receiver.url("readings"))
                      .POST(HttpRequest.BodyPublishers.ofString(BODY))))
          .isEqualTo(401);
    }
    assertThat(inbox.taken()).isEqualTo(1);
    assertThat(inbox.forged()).isEqualTo(2);
  }

  private static int status(HttpClient http, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }
}
