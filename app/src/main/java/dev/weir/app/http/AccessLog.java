package dev.weir.app.http;

import dev.weir.gateway.http.RequestId;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line of the log for every request: who asked for what, and what came of it. Neither headers,
 * nor queries, nor bodies: those may hold secrets.
 */
final class AccessLog implements RequestLog {

  private static final Logger log = LoggerFactory.getLogger(AccessLog.class);

  @Override
  public void log(Request request, Response response) {
    long nanos = System.nanoTime() - request.getBeginNanoTime();
    log.atInfo()
        .addKeyValue("client", Request.getRemoteAddr(request))
        .addKeyValue("method", request.getMethod())
        .addKeyValue("path", request.getHttpURI().getPath())
        .addKeyValue("status", response.getStatus())
        .addKeyValue("bytes_in", Request.getContentBytesRead(request))
        .addKeyValue("micros", TimeUnit.NANOSECONDS.toMicros(nanos))
        .addKeyValue("request_id", response.getHeaders().get(RequestId.HEADER))
        .log("request");
  }
}
