package dev.weir.gateway.http;

import static dev.weir.core.verdict.RejectReason.INVALID_JSON;
import static dev.weir.core.verdict.RejectReason.PAYLOAD_TOO_LARGE;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request's body, with bounds on what it is, how large it is, before and after inflation,
 * and how long it may take.
 */
final class BodyReader {

  private static final int FIRST_BUFFER = 1_024;

  /** What gzip may add to a body that it cannot make smaller. */
  private static final int GZIP_OVERHEAD = 1_024;

  /** A body is there as the buffer it came in, and as the message or messages made of it. */
  private static final long COPIES = 2;

  private BodyReader() {}

  /**
   * The body, inflated.
   *
   * @param maxBytes of the body, inflated
   * @param memory that it takes as it grows
   */
  static byte[] read(Context context, int maxBytes, BodyMemory.Share memory)
      throws RequestRefusedException {
    requireJson(context.header("Content-Type"));
    boolean zipped = isZipped(context);
    long maxOnTheWay = zipped ? maxBytes + (long) GZIP_OVERHEAD : maxBytes;
    long announced = context.req().getContentLengthLong();
    if (announced > maxOnTheWay) {
      throw tooLarge(announced + " bytes", maxBytes);
    }
    try {
      InputStream guarded = new GuardedInput(context.req().getInputStream(), maxOnTheWay);
      // closed for the memory that inflating takes outside the heap
      try (InputStream input = zipped ? new GZIPInputStream(guarded, FIRST_BUFFER) : guarded) {
        return bytes(input, maxBytes, memory);
      }
    } catch (ZipException e) {
      throw refused(400, INVALID_JSON.name(), "the body is not gzip, as Content-Encoding says");
    } catch (GuardedInput.LongException e) {
      throw tooLarge("more than " + maxBytes + " bytes", maxBytes);
    } catch (GuardedInput.SlowException e) {
      throw refused(408, Problem.REQUEST_TIMEOUT, "the body came too slowly");
    } catch (IOException e) {
      throw e.getCause() instanceof TimeoutException
          ? refused(408, Problem.REQUEST_TIMEOUT, "the body stopped coming")
          : refused(400, INVALID_JSON.name(), "the body did not come to its end");
    }
  }

  private static byte[] bytes(InputStream input, int maxBytes, BodyMemory.Share memory)
      throws IOException, RequestRefusedException {
    int size = Math.min(maxBytes + 1, FIRST_BUFFER);
    memory.take(COPIES * size);
    byte[] buffer = new byte[size];
    int length = 0;
    for (int read = 0; read >= 0; read = input.read(buffer, length, buffer.length - length)) {
      length += read;
      if (length > maxBytes) {
        throw tooLarge("more than " + maxBytes + " bytes", maxBytes);
      }
      if (length == buffer.length) {
        size = (int) Math.min(maxBytes + 1L, 4L * length);
        memory.take(COPIES * (size - length));
        buffer = Arrays.copyOf(buffer, size);
      }
    }
    return Arrays.copyOf(buffer, length);
  }

  /** Who says nothing of the type means JSON: there is nothing else to mean. */
  private static void requireJson(@Nullable String contentType) throws RequestRefusedException {
    if (contentType == null) {
      return;
    }
    int end = contentType.indexOf(';');
    String type = (end < 0 ? contentType : contentType.substring(0, end)).strip();
    if (!type.equalsIgnoreCase("application/json")) {
      throw unsupported("Content-Type has to be application/json");
    }
  }

  private static boolean isZipped(Context context) throws RequestRefusedException {
    String encoding = context.header("Content-Encoding");
    if (encoding == null || encoding.isBlank()) {
      return false;
    }
    return switch (encoding.strip().toLowerCase(Locale.ROOT)) {
      case "identity" -> false;
      case "gzip", "x-gzip" -> true;
      default -> {
        context.header("Accept-Encoding", "gzip");
        throw unsupported("Content-Encoding has to be gzip, or none");
      }
    };
  }

  private static RequestRefusedException unsupported(String detail) {
    return refused(415, Problem.UNSUPPORTED_MEDIA_TYPE, detail);
  }

  private static RequestRefusedException tooLarge(String size, int maxBytes) {
    return refused(413, PAYLOAD_TOO_LARGE.name(), size + ", at most " + maxBytes + " allowed");
  }

  private static RequestRefusedException refused(int status, String reason, String detail) {
    return new RequestRefusedException(Problem.of(status, reason, detail));
  }
}
