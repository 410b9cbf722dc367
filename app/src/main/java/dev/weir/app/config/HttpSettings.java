package dev.weir.app.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where health, metrics and the endpoints of the roles are served, and within what bounds.
 *
 * @param host address to bind
 * @param port 0 for any that is free
 * @param maxConnections that are open at the same time; more wait until one of them ends
 * @param maxRequests that are worked on at the same time
 * @param maxBatchBytes of a batch's body, inflated
 * @param accessLog whether every request has a line in the log
 * @param certificate PEM; null where nothing is encrypted
 * @param key PEM; there if and only if the certificate is
 */
public record HttpSettings(
    String host,
    int port,
    int maxConnections,
    int maxRequests,
    int maxBatchBytes,
    boolean accessLog,
    @Nullable Path certificate,
    @Nullable Path key) {

  static final Variable<String> HTTP_HOST =
      Variable.of("HTTP_HOST", Types.host(), "0.0.0.0", "address to bind");
  static final Variable<Integer> HTTP_PORT =
      Variable.of(
          "HTTP_PORT",
          Types.integer(0, 65_535),
          8080,
          "health, metrics and endpoints of the roles in this process; 0 takes a free one");
  static final Variable<Integer> HTTP_MAX_CONNECTIONS =
      Variable.of(
          "HTTP_MAX_CONNECTIONS",
          Types.integer(10, 1_000_000),
          16_384,
          "connections open at the same time; more wait until one of them ends");
  static final Variable<Integer> HTTP_MAX_REQUESTS =
      Variable.of(
          "HTTP_MAX_REQUESTS",
          Types.integer(1, 100_000),
          1_000,
          "requests with messages that are worked on at the same time; more are answered 503");
  static final Variable<Integer> HTTP_MAX_BATCH_BYTES =
      Variable.of(
          "HTTP_MAX_BATCH_BYTES",
          Types.integer(1_024, 64 << 20),
          1 << 20,
          "bytes of a batch's body, inflated");
  static final Variable<Boolean> HTTP_ACCESS_LOG =
      Variable.of("HTTP_ACCESS_LOG", Types.flag(), 0, "a line in the log for every request");
  static final Variable<Path> HTTP_TLS_CERT =
      Variable.optional(
          "HTTP_TLS_CERT",
          Types.file(),
          "PEM; the server's certificate and its chain, by which `HTTP_PORT` speaks TLS only");
  static final Variable<Path> HTTP_TLS_KEY =
      Variable.optional("HTTP_TLS_KEY", Types.file(), "PEM, PKCS#8; the key of `HTTP_TLS_CERT`");

  static final VariableGroup VARIABLES =
      VariableGroup.of(
          "HTTP",
          HTTP_HOST,
          HTTP_PORT,
          HTTP_MAX_CONNECTIONS,
          HTTP_MAX_REQUESTS,
          HTTP_MAX_BATCH_BYTES,
          HTTP_ACCESS_LOG,
          HTTP_TLS_CERT,
          HTTP_TLS_KEY);

  static HttpSettings from(Values values) {
    values.require(
        values.isSet(HTTP_TLS_CERT) == values.isSet(HTTP_TLS_KEY),
        values.isSet(HTTP_TLS_CERT) ? HTTP_TLS_KEY : HTTP_TLS_CERT,
        values.isSet(HTTP_TLS_CERT) ? HTTP_TLS_CERT : HTTP_TLS_KEY,
        "is not set",
        "set: a certificate and its key go together");
    return new HttpSettings(
        values.get(HTTP_HOST),
        values.get(HTTP_PORT),
        values.get(HTTP_MAX_CONNECTIONS),
        values.get(HTTP_MAX_REQUESTS),
        values.get(HTTP_MAX_BATCH_BYTES),
        values.get(HTTP_ACCESS_LOG),
        values.find(HTTP_TLS_CERT),
        values.find(HTTP_TLS_KEY));
  }
}
