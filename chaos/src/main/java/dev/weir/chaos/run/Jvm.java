package dev.weir.chaos.run;

import dev.weir.testkit.WeirProcess;
import java.util.Map;

/** How the processes are run. */
public enum Jvm {
  /** As users have it. */
  AS_SHIPPED {
    @Override
    WeirProcess start(Map<String, String> environment) {
      return WeirProcess.startForMeasurement(environment, "serve", "ingest");
    }
  },
  /** Ready with half the work, for tests that start many. */
  READY_SOON {
    @Override
    WeirProcess start(Map<String, String> environment) {
      return WeirProcess.start(environment, "serve", "ingest");
    }
  };

  abstract WeirProcess start(Map<String, String> environment);
}
