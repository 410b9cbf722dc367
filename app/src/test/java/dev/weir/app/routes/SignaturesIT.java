package dev.weir.app.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.app.clients.Program;
import dev.weir.delivery.signature.WebhookSignature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signatures, verified by programs of others: the npm package standardwebhooks, and openssl. */
final class SignaturesIT extends RoutedTest {

  @TempDir private Path folder;

  @Test
  void aMadeUpSecretAndBothWhileItIsRotated() throws Exception {
    RouteStage.Ran added =
        stage.ok("route", "add", "acme", "x", "--webhook", webhook.url(), "--new-secret", "--json");
    String id = added.json().get("id").asString();
    String first = added.json().get("secret").stringValue();
    assertVerifies(receive(first), first);

    String second =
        stage.ok("route", "set", id, "--new-secret", "--json").json().get("secret").stringValue();
    assertThat(second).startsWith("whsec_").isNotEqualTo(first);
    Webhook.Call rotated = receive(second);
    assertVerifies(rotated, second);
    standardWebhooks(rotated, rotated.body(), first);

    stage.ok("route", "set", id, "--no-previous-secret");
    webhook.calls.clear(); // those of the first secret alone are no answer
    Webhook.Call after = receive(call -> !call.header("Webhook-signature").contains(" "));
    assertVerifies(after, second);
    assertThatThrownBy(() -> standardWebhooks(after, after.body(), first))
        .hasMessageContaining("No matching signature found");
  }

  @Test
  void aSecretOfOnesOwn() throws Exception {
    String secret = "correct horse, battery: ä";
    Path file = Files.writeString(folder.resolve("secret"), secret);
    stage.ok(
        "route", "add", "acme", "x", "--webhook", webhook.url(), "--secret-file", file.toString());
    Webhook.Call call = receive(secret);
    assertVerifies(call, secret);
    assertThatThrownBy(() -> standardWebhooks(call, call.body() + ' ', secret))
        .hasMessageContaining("No matching signature found");
  }

  private void assertVerifies(Webhook.Call call, String secret) throws Exception {
    standardWebhooks(call, call.body(), secret);
    assertThat(bodySignature(call)).isEqualTo("sha256=" + openssl(call, secret));
  }

  private void standardWebhooks(Webhook.Call call, String body, String secret) throws Exception {
    String packages = Program.variable("WEIR_NPM_PACKAGES") + "/node_modules";
    assertThat(
            new Program("node")
                .run(
                    Map.of("NODE_PATH", packages, "SECRET", secret),
                    "src/test/npm/verify.cjs",
                    call.id(),
                    call.header("Webhook-timestamp"),
                    call.header("Webhook-signature"),
                    file(body)))
        .isEqualTo("verified\n");
  }

  private String openssl(Webhook.Call call, String secret) throws Exception {
    String said = new Program("openssl").run("dgst", "-sha256", "-hmac", secret, file(call.body()));
    return said.substring(said.indexOf("= ") + 2).strip();
  }

  private String file(String body) throws IOException {
    return Files.writeString(folder.resolve("body"), body, StandardCharsets.UTF_8).toString();
  }

  /** A webhook that is signed with the secret: of changes lanes and delivery hear soon. */
  private Webhook.Call receive(String secret) {
    return receive(
        call -> bodySignature(call).equals(WebhookSignature.ofBody(bytes(call), secret)));
  }

  private Webhook.Call receive(Predicate<Webhook.Call> wanted) {
    AtomicReference<Webhook.Call> found = new AtomicReference<>();
    RouteStage.await(
        "a webhook of the route as it is now",
        () -> {
          int one = next(1);
          stage.publish(one, one);
          stage.awaitAccounted();
          assertThat(webhook.calls)
              .anySatisfy(call -> {
                assertThat(wanted.test(call)).isTrue();
                found.set(call);
              });
        });
    return found.get();
  }

  private static String bodySignature(Webhook.Call call) {
    return call.header("X-signature-256");
  }

  private static byte[] bytes(Webhook.Call call) {
    return call.body().getBytes(StandardCharsets.UTF_8);
  }
}
