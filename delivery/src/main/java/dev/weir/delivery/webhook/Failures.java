package dev.weir.delivery.webhook;

import dev.weir.delivery.destination.Outcome;
import dev.weir.delivery.guard.ForbiddenTargetException;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.http.HttpException;
import org.jspecify.annotations.Nullable;

/** What trouble on the way means for a delivery, in words that hold nothing of the answer. */
final class Failures {

  private static final int MAX_CAUSES = 10;

  private Failures() {}

  static Outcome outcome(Throwable failure, Duration timeout) {
    Throwable cause = failure;
    for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
      if (cause instanceof ForbiddenTargetException forbidden) {
        return new Outcome.Refused(String.valueOf(forbidden.getMessage()));
      }
      String error = error(cause, timeout);
      if (error != null) {
        return new Outcome.Failed(error, null);
      }
      cause = cause.getCause();
    }
    return new Outcome.Failed("the exchange broke: " + failure.getClass().getSimpleName(), null);
  }

  private static @Nullable String error(Throwable cause, Duration timeout) {
    return switch (cause) {
      case UnknownHostException _ -> "the host has no address";
      case SSLException tls -> "TLS: " + tls.getMessage();
      case SocketTimeoutException _ -> "no connection in time";
      case ConnectException _ -> "no connection: refused or unreachable";
      case TimeoutException _ -> "no answer within " + timeout.toMillis() + " ms";
      case EOFException _ -> "the connection was closed before an answer";
      case HttpException _ -> "the answer is no HTTP, or its head too large";
      case RejectedExecutionException _ -> "too many requests wait for this destination";
      case Throwable _ -> null;
    };
  }
}
