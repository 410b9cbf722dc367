package dev.weir.app.simulate;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** A gateway, over HTTP/1.1 connections that are kept. Safe for use by many threads. */
final class HttpEndpoint implements AutoCloseable {

  /** They never wait for an answer; two keep both cores of a small machine busy. */
  private static final int THREADS = 2;

  private final String url;
  private final Semaphore places;
  private final ExecutorService executor =
      Executors.newFixedThreadPool(
          THREADS, Thread.ofPlatform().daemon().name("http-", 0).factory());
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Simulation.ANSWER_BOUND)
          .executor(executor)
          .build();

  /**
   * A gateway to be reached at a URL.
   *
   * @param connections requests that may be without an answer; each has a connection of its own
   */
  HttpEndpoint(URI url, int connections) {
    String text = url.toString();
    this.url = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    places = new Semaphore(connections);
  }

  /** To be completed and sent. */
  HttpRequest.Builder post(String path, byte[] body) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .timeout(Simulation.ANSWER_BOUND)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
  }

  /** Sends, after a wait while too many requests are without an answer. */
  CompletableFuture<HttpResponse<byte[]>> send(HttpRequest request) throws InterruptedException {
    places.acquire();
    return client
        .sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
        .whenComplete((answer, failure) -> places.release());
  }

  @Override
  public void close() {
    client.shutdownNow();
    executor.shutdownNow();
  }
}
