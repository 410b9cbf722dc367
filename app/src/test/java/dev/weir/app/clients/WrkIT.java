package dev.weir.app.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A load by a generator that is not ours. */
class WrkIT {

  private static final Pattern ANSWERED = Pattern.compile("(\\d+) requests in ");
  private static final int CONNECTIONS = 8;

  @Test
  void everyRequestThatWasAnsweredIsARow() throws Exception {
    try (ClientStage stage = new ClientStage("wrk")) {
      String said =
          Program.ofVariable("WEIR_WRK")
              .run(
                  Map.of("PROVISION_TOKEN", ClientStage.TOKEN),
                  "-t1",
                  "-c" + CONNECTIONS,
                  "-d2s",
                  "-ssrc/test/wrk/readings.lua",
                  stage.url() + "/ingest/v1/tenant/acme/device/wrk/telemetry");
      System.out.println(said);
      assertThat(said).doesNotContain("Non-2xx", "Socket errors");
      Matcher answered = ANSWERED.matcher(said);
      assertThat(answered.find()).as(said).isTrue();
      int least = Integer.parseInt(answered.group(1));
      assertThat(least).isPositive();

      stage.awaitAtLeast("wrk", least);
      // it leaves those in flight without waiting for their answers
      assertThat(stage.number("select count(*) from telemetry"))
          .isBetween((long) least, (long) least + CONNECTIONS);
      assertThat(stage.number("select count(distinct seq) from telemetry"))
          .isEqualTo(stage.number("select count(*) from telemetry"));
    }
  }
}
