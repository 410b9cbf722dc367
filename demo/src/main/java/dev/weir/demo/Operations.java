package dev.weir.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What the running service tells over HTTP, as it would tell any operator. */
record Operations(int port) {

  /** Waits until {@code /ready} answers 200. */
  void awaitReady(Duration bound) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + bound.toNanos();
    HttpResponse<String> answer = get("/ready");
    while (answer.statusCode() != 200) {
      if (System.nanoTime() - deadline > 0) {
        throw new IOException("the service does not get ready: " + answer.body());
      }
      TimeUnit.MILLISECONDS.sleep(50);
      answer = get("/ready");
    }
  }

  Latency latency() throws IOException, InterruptedException {
    return Latency.parse(get("/metrics").body());
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
  }
}
