package dev.weir.delivery.webhook;

import dev.weir.delivery.destination.Outcome;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/** What a status means for a delivery. */
final class Answers {

  private static final int REQUEST_TIMEOUT = 408;
  private static final int TOO_EARLY = 425;
  private static final int TOO_MANY_REQUESTS = 429;

  private static final Duration LONGEST_WAIT = Duration.ofDays(1);

  private Answers() {}

  static Outcome outcome(Response response, Clock clock) {
    int status = response.getStatus();
    if (status / 100 == 2) {
      return new Outcome.Delivered();
    }
    String error = "status " + status;
    return switch (status) {
      case REQUEST_TIMEOUT, TOO_EARLY, TOO_MANY_REQUESTS ->
          new Outcome.Failed(error, retryAfter(response.getHeaders(), clock));
      default ->
          status / 100 == 5
              ? new Outcome.Failed(error, retryAfter(response.getHeaders(), clock))
              : new Outcome.Refused(
                  status / 100 == 3 ? error + ": redirects are not followed" : error);
    };
  }

  /** Seconds, or a date, which is held against the receiver's own clock where it tells it. */
  private static @Nullable Duration retryAfter(HttpFields headers, Clock clock) {
    String value = headers.get(HttpHeader.RETRY_AFTER);
    if (value == null) {
      return null;
    }
    if (value.matches("\\d{1,9}")) {
      return bounded(Duration.ofSeconds(Long.parseLong(value)));
    }
    Instant until = date(value);
    Instant now = date(headers.get(HttpHeader.DATE));
    return until == null
        ? null
        : bounded(Duration.between(now == null ? clock.instant() : now, until));
  }

  private static Duration bounded(Duration wait) {
    if (wait.isNegative()) {
      return Duration.ZERO;
    }
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }

  private static @Nullable Instant date(@Nullable String value) {
    try {
      return value == null
          ? null
          : DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
