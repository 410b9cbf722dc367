package dev.weir.jetstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.core.stream.StreamException;
import dev.weir.testkit.nats.TestNats;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamSetupIT {

  private static final StreamPlan PLAN =
      new StreamPlan(2, 50_000_000, 10_000_000, 1_000, Duration.ofSeconds(30), 1);

  private TestNats server;
  private NatsConnection connection;
  private Connection client;
  private JetStreamManagement management;

  @BeforeEach
  void start() throws Exception {
    server = TestNats.start(200_000_000);
    connection = NatsConnection.start(NatsConfig.parse(server.url(), null, "weir-test"));
    assertThat(connection.awaitConnected(Duration.ofSeconds(10))).isTrue();
    client = Nats.connect(server.url());
    management = client.jetStreamManagement();
  }

  @AfterEach
  void stop() throws Exception {
    connection.close();
    client.close();
    server.close();
  }

  @Test
  void makesAllAndThenHasNothingToDo() throws Exception {
    assertThat(setup().apply())
        .extracting(StreamReport::text)
        .containsExactly(
            "TELEMETRY: created",
            "TELEMETRY-0: created",
            "TELEMETRY-1: created",
            "ROUTES: created");
    assertThat(setup().apply()).isEmpty();
    assertThat(setup().check()).isEmpty();

    StreamConfiguration stream = configuration("TELEMETRY-1");
    assertThat(stream.getSubjects()).containsExactly("telemetry.1.*");
    assertThat(stream.getStorageType()).isEqualTo(StorageType.File);
    assertThat(stream.getRetentionPolicy()).isEqualTo(RetentionPolicy.Limits);
    assertThat(stream.getDiscardPolicy()).isEqualTo(DiscardPolicy.New);
    assertThat(stream.isDiscardNewPerSubject()).isTrue();
    assertThat(stream.getMaxBytes()).isEqualTo(50_000_000);
    assertThat(stream.getMaxMsgsPerSubject()).isEqualTo(1_000);
    assertThat(stream.getMaxMsgs()).isEqualTo(-1);
    assertThat(stream.getMaxAge()).isEqualTo(Duration.ZERO);
    assertThat(stream.getDuplicateWindow()).isEqualTo(Duration.ofSeconds(30));
    assertThat(stream.getAllowDirect()).isTrue();
    assertThat(configuration("ROUTES").getRetentionPolicy()).isEqualTo(RetentionPolicy.WorkQueue);
    assertThat(
            management
                .getConsumerInfo("ROUTES", RouteConsumer.NAME)
                .getConsumerConfiguration()
                .getAckPolicy())
        .isEqualTo(AckPolicy.Explicit);
  }

  @Test
  void repairsWhatIsSafe() throws Exception {
    management.addStream(
        StreamConfiguration.builder()
            .name("TELEMETRY-0")
            .subjects("elsewhere")
            .maxBytes(1_000)
            .maxMessages(7)
            .maxAge(Duration.ofHours(1))
            .duplicateWindow(Duration.ofMinutes(2))
            .build());

    assertThat(setup().apply())
        .extracting(StreamReport::text)
        .contains(
            "TELEMETRY-0: subjects was elsewhere, is now elsewhere telemetry.0.*",
            "TELEMETRY-0: discard was old, is now new",
            "TELEMETRY-0: max_age was 3600.0 s, is now 0.0 s",
            "TELEMETRY-0: max_msgs was 7, is now unlimited",
            "TELEMETRY-0: max_bytes was 1000, is now 50000000",
            "TELEMETRY-0: max_msgs_per_subject was unlimited, is now 1000",
            "TELEMETRY-0: discard_new_per_subject was false, is now true",
            "TELEMETRY-0: duplicate_window was 120.0 s, is now 30.0 s",
            "TELEMETRY-0: allow_direct was false, is now true");
    assertThat(setup().check()).isEmpty();
    assertThat(setup().apply())
        .extracting(StreamReport::text)
        .containsExactly(
            "TELEMETRY-0: subjects is elsewhere telemetry.0.*, wanted telemetry.0.*;"
                + " left: subjects are never taken away");
  }

  @Test
  void leavesWhatCouldLoseMessages() throws Exception {
    management.addStream(
        StreamConfiguration.builder()
            .name("TELEMETRY-0")
            .subjects("telemetry.0.*")
            .storageType(StorageType.Memory)
            .retentionPolicy(RetentionPolicy.Interest)
            .maxBytes(40_000_000)
            .build());
    management.addStream(
        StreamConfiguration.builder().name("TELEMETRY-1").subjects("telemetry.1.*").build());
    for (int i = 0; i < 20; i++) {
      client.jetStream().publish("telemetry.1.a", new byte[100_000]);
    }
    StreamPlan small = new StreamPlan(2, 1_000_000, 1_000_000, 10, Duration.ofSeconds(30), 1);

    List<StreamReport> reports = new StreamSetup(connection, small).apply();

    assertThat(reports)
        .filteredOn(StreamReport.Differs.class::isInstance)
        .extracting(StreamReport::text)
        .anyMatch(text -> text.startsWith("TELEMETRY-0: storage is memory, wanted file; left"))
        .anyMatch(text -> text.startsWith("TELEMETRY-0: retention is interest, wanted limits"))
        .anyMatch(text -> text.startsWith("TELEMETRY-1: max_bytes is unlimited, wanted 1000000"))
        .anyMatch(text -> text.startsWith("TELEMETRY-1: max_msgs_per_subject is unlimited"));
    assertThat(management.getStreamInfo("TELEMETRY-1").getStreamState().getMsgCount())
        .isEqualTo(20);
  }

  @Test
  void checkNamesWhatIsMissingOrSmaller() throws Exception {
    new StreamSetup(connection, PLAN.withPartitions(1)).apply();
    StreamPlan larger = new StreamPlan(2, 60_000_000, 10_000_000, 1_000, Duration.ofSeconds(30), 1);

    assertThat(new StreamSetup(connection, larger).check())
        .containsExactly(
            "stream TELEMETRY: max_bytes is 50000000, configured is 60000000",
            "stream TELEMETRY-0: max_bytes is 50000000, configured is 60000000",
            "stream TELEMETRY-1 is missing");
    StreamPlan smaller = new StreamPlan(1, 100, 100, 10, Duration.ofSeconds(30), 1);
    assertThat(new StreamSetup(connection, smaller).check()).isEmpty();
  }

  @Test
  void reportsPartitionsAboveTheCount() throws Exception {
    setup().apply();
    client.jetStream().publish("telemetry.1.a", new byte[1]);

    assertThat(new StreamSetup(connection, PLAN.withPartitions(1)).apply())
        .extracting(StreamReport::text)
        .containsExactly("TELEMETRY-1: not one of 1 partitions; left: it holds 1 messages");
    assertThat(management.getStreamNames()).contains("TELEMETRY-1");
  }

  @Test
  void saysHowMuchRoomIsNeeded() {
    StreamPlan tooLarge = new StreamPlan(2, 150_000_000, 1_000, 10, Duration.ofSeconds(30), 1);

    assertThatThrownBy(() -> new StreamSetup(connection, tooLarge).apply())
        .isInstanceOf(StreamException.class)
        .hasMessageContaining("no room for stream TELEMETRY-0")
        .hasMessageContaining("150000000 bytes")
        .hasMessageContaining("450001000")
        .hasMessageContaining("max_file_store");
  }

  @Test
  void oneTenantCannotFillAStream() throws Exception {
    new StreamSetup(connection, new StreamPlan(1, 1_000_000, 1_000, 3, Duration.ofSeconds(30), 1))
        .apply();
    for (int i = 0; i < 3; i++) {
      client.jetStream().publish("telemetry.0.flood", new byte[1]);
    }

    assertThatThrownBy(() -> client.jetStream().publish("telemetry.0.flood", new byte[1]))
        .isInstanceOf(JetStreamApiException.class);
    assertThat(client.jetStream().publish("telemetry.0.other", new byte[1]).getSeqno())
        .isEqualTo(4);
  }

  private StreamSetup setup() {
    return new StreamSetup(connection, PLAN);
  }

  private StreamConfiguration configuration(String stream) throws Exception {
    return management.getStreamInfo(stream).getConfiguration();
  }
}
