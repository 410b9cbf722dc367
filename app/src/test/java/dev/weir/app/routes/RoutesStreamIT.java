package dev.weir.app.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.testkit.WeirProcess;
import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.api.MessageInfo;
import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What lanes put into the stream of jobs, and what becomes of jobs that it does not take. */
@SuppressWarnings("try") // an interrupt while a connection closes ends the test, which is meant
final class RoutesStreamIT {

  private static final int MESSAGES = 2_000;

  @Test
  void jobsOfWhatIsStoredAreThereOnceWithoutATokenAndByTheirRoute() throws Exception {
    try (RouteStage stage = new RouteStage(Map.of());
        WeirProcess _ = stage.serve("ingest")) {
      addRoute(stage);
      stage.publish(1, 100);
      stage.awaitAccounted();
      stage.publish(51, 150); // half of them once more: duplicates fire nothing
      stage.awaitAccounted();

      try (Connection nats = Nats.connect(stage.nats.url())) {
        JetStreamManagement streams = nats.jetStreamManagement();
        assertThat(jobs(streams)).isEqualTo(150);
        Set<String> ids = new HashSet<>();
        for (long seq = 1; seq <= 150; seq++) {
          MessageInfo job = streams.getMessage("ROUTES", seq);
          assertThat(job.getSubject()).isEqualTo("routes.acme");
          Headers headers = Objects.requireNonNull(job.getHeaders());
          assertThat(headers.getFirst("Weir-Topic")).isEqualTo(RouteStage.TOPIC);
          assertThat(headers.getFirst("Weir-Route-Id")).isEqualTo("1");
          ids.add(headers.getFirst("Weir-Delivery-Id"));
          assertThat(headers.getFirst("Nats-Msg-Id"))
              .isEqualTo(headers.getFirst("Weir-Delivery-Id"));
          assertThat(new String(job.getData(), StandardCharsets.UTF_8))
              .contains("\"site_id\"")
              .doesNotContain("token");
        }
        assertThat(ids).hasSize(150);
      }
    }
  }

  /** With nobody who delivers: ingest goes on, and each job is in one of three places. */
  @Test
  void aFullStreamStopsNobody() throws Exception {
    Map<String, String> small =
        Map.of("ROUTES_MAX_BYTES", "200000", "DEAD_LETTER_MAX_PER_TENANT", "700");
    try (RouteStage stage = new RouteStage(small);
        WeirProcess _ = stage.serve("ingest")) {
      addRoute(stage);
      stage.publish(1, MESSAGES);
      stage.awaitAccounted();

      long stored = stage.database.number("select count(*) from telemetry");
      long letters = stage.database.number("select count(*) from dead_letter_messages");
      long dropped =
          stage.database.number("select coalesce(sum(dropped), 0) from dead_letter_counters");
      long counted =
          stage.database.number("select coalesce(sum(stored), 0) from dead_letter_counters");
      try (Connection nats = Nats.connect(stage.nats.url())) {
        long jobs = jobs(nats.jetStreamManagement());
        assertThat(stored).isEqualTo(MESSAGES);
        assertThat(jobs).isPositive();
        assertThat(letters).isEqualTo(counted).isGreaterThanOrEqualTo(700);
        assertThat(dropped).isPositive();
        assertThat(jobs + letters + dropped).isEqualTo(stored);
      }
    }
  }

  @Test
  void withoutTheStreamAllAreDeadLetters() throws Exception {
    try (RouteStage stage = new RouteStage(Map.of());
        WeirProcess _ = stage.serve("ingest")) {
      addRoute(stage);
      try (Connection nats = Nats.connect(stage.nats.url())) {
        nats.jetStreamManagement().deleteStream("ROUTES");
      }
      stage.publish(1, 100);
      stage.awaitAccounted();

      assertThat(
              stage.database.rows(
                  "select count(*), count(distinct delivery_id), min(status), max(attempts),"
                      + " min(destination_type), min(payload ->> 'site_id')"
                      + " from dead_letter_messages"))
          .containsExactly("100|100|FAILED|0|webhook|s1");
    }
  }

  /** Nothing of it is read before lanes are told, so the first message is routed. */
  private static void addRoute(RouteStage stage) {
    stage.ok("route", "add", "acme", "all", "--webhook", "https://receiver.example/hook");
  }

  private static long jobs(JetStreamManagement streams) throws Exception {
    return streams.getStreamInfo("ROUTES").getStreamState().getMsgCount();
  }
}
