package dev.weir.app.simulate;

import dev.weir.app.simulate.Publisher.Outcome;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Messages that will travel in one request, as its document. Owned by one thread at a time. */
final class HttpBatch {

  private static final byte[] BEGIN = ascii("{\"messages\":[");
  private static final byte[] TYPE = ascii("{\"msg_type\":\"telemetry\",");
  private static final byte[] END = ascii("]}");

  private final ByteArrayOutputStream document = new ByteArrayOutputStream(1 << 14);
  private final List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();

  HttpBatch() {
    document.writeBytes(BEGIN);
  }

  /** Adds a message, whose payload names its tenant and device. */
  CompletableFuture<Outcome> add(SimulatedMessage message) {
    if (!outcomes.isEmpty()) {
      document.write(',');
    }
    document.writeBytes(TYPE);
    document.write(message.body(), 1, message.body().length - 1);
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    outcomes.add(outcome);
    return outcome;
  }

  int size() {
    return outcomes.size();
  }

  /** The whole; nothing may be added any more. */
  byte[] document() {
    document.writeBytes(END);
    return document.toByteArray();
  }

  /** Tells all who wait what became of their message; null where there was no answer. */
  void answer(@Nullable HttpResponse<byte[]> answer) {
    Outcome[] results = HttpAnswers.toBatch(answer, outcomes.size());
    for (int i = 0; i < results.length; i++) {
      outcomes.get(i).complete(results[i]);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
