package dev.weir.chaos.run;

import dev.weir.testkit.WeirProcess;
import java.util.Map;

/** How the processes are run. */
public enum Jvm {
  /** As users have it. */
  AS_SHIPPED {
    @Override
    WeirProcess start(Map<String, String> environment, String role) {
      return WeirProcess.startForMeasurement(environment, "serve", role);
    }
  },
  /** Ready with half the work, for tests that start many. */
  READY_SOON {
    @Override
    WeirProcess start(Map<String, String> environment, String role) {
      return WeirProcess.start(environment, "serve", role);
    }
  };

  abstract WeirProcess start(Map<String, String> environment, String role);
}
