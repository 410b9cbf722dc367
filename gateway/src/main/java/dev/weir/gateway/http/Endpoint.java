package dev.weir.gateway.http;

import dev.weir.core.settings.SettingsSnapshot;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/** A way to take messages in. */
interface Endpoint {

  /** How large a request's body may be, inflated. */
  int maxBytes(Context context, SettingsSnapshot settings);

  /**
   * Takes in what a body holds.
   *
   * @param nowNanos when it had come, nanoseconds since 1970
   * @return why not; null where the answer is given already
   */
  @Nullable Problem handle(Context context, byte[] body, SettingsSnapshot settings, long nowNanos)
      throws RequestRefusedException, InterruptedException;
}
