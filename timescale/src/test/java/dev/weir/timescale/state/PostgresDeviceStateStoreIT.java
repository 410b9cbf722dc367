package dev.weir.timescale.state;

import static dev.weir.core.store.DeviceSeen.NEVER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.admission.DeviceKey;
import dev.weir.core.store.DeviceSeen;
import dev.weir.timescale.Stage;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.PGConnection;

@ParameterizedClass
@EnumSource(
    value = Stage.Kind.class,
    names = {"PARTITIONS", "PARTITIONS_THROUGH_PGBOUNCER"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresDeviceStateStoreIT {

  private static final String STATE =
      """
      select device_id, site_id, (extract(epoch from last_seen_at) * 1000000)::bigint,
        (extract(epoch from last_telemetry_at) * 1000000)::bigint,
        (extract(epoch from last_heartbeat_at) * 1000000)::bigint
      from device_state order by device_id
      """;

  private static final String PLACES =
      "select device_id, latitude, longitude from device_registry order by device_id limit 2";

  @Parameter Stage.Kind kind = Stage.Kind.PARTITIONS;

  private Stage stage;
  private PostgresDeviceStateStore store;

  @BeforeAll
  void open() {
    stage = Stage.of(kind);
    store = new PostgresDeviceStateStore(stage.database);
  }

  @AfterAll
  void close() {
    stage.close();
  }

  @BeforeEach
  void start() {
    stage.test.execute(
        """
        truncate device_registry, device_state;
        insert into device_registry (tenant_id, device_id, latitude, longitude, location_source)
        values ('t1', 'a', null, null, 'auto'), ('t1', 'b', 1, 2, 'manual');
        insert into device_registry (tenant_id, device_id)
        select 't1', 'd' || n from generate_series(1, 200) n
        """);
  }

  @Test
  void timesOnlyGoForward() {
    store.write(List.of(new DeviceSeen(key("a"), "s1", 20, 20, NEVER, 0, 0, NEVER)));
    assertThat(stage.test.rows(STATE)).containsExactly("a|s1|20|20|null");
    store.write(List.of(new DeviceSeen(key("a"), "s0", 10, 10, 10, 0, 0, NEVER)));
    assertThat(stage.test.rows(STATE)).containsExactly("a|s1|20|20|10");
    store.write(List.of(new DeviceSeen(key("a"), "s2", 30, NEVER, NEVER, 0, 0, NEVER)));
    assertThat(stage.test.rows(STATE)).containsExactly("a|s2|30|20|10");
  }

  @Test
  void aPlaceOnlyChangesForANewerOne() {
    store.write(List.of(located("a", 20, 52.5, 13.4), located("b", 20, 52.5, 13.4)));
    assertThat(stage.test.rows(PLACES)).containsExactly("a|52.5|13.4", "b|1|2");
    store.write(List.of(located("a", 30, 52.5, 13.4)));
    store.write(List.of(located("a", 25, 9, 9)));
    assertThat(stage.test.rows(PLACES)).as("an older one").containsExactly("a|52.5|13.4", "b|1|2");
    store.write(List.of(located("a", 31, -9, -9)));
    assertThat(stage.test.rows(PLACES)).containsExactly("a|-9|-9", "b|1|2");
  }

  @Test
  void theRegistryIsNotTouchedByADeviceThatStays() {
    store.write(List.of(located("a", 20, 52.5, 13.4)));
    String version =
        "select xmin, updated_at = created_at from device_registry where device_id = 'a'";
    List<String> before = stage.test.rows(version);
    store.write(List.of(located("a", 21, 52.5, 13.4)));
    assertThat(stage.test.rows(version)).isEqualTo(before);
    assertThat(before.getFirst()).as("updated_at tells of people's changes").endsWith("|t");
  }

  @Test
  void aPlaceSendsNoNotice() throws Exception {
    try (Connection listener = stage.test.connect();
        Statement listen = listener.createStatement()) {
      listen.execute("listen weir_changes");
      store.write(List.of(located("a", 20, 52.5, 13.4)));
      stage.test.execute("update device_registry set status = 'REVOKED' where device_id = 'b'");
      var notices = listener.unwrap(PGConnection.class).getNotifications(5_000);
      assertThat(notices).hasSize(1);
      assertThat(notices[0].getParameter()).isEqualTo("device:t1/b");
    }
  }

  @Test
  void aDeviceThatIsNotRegisteredLeavesNoState() {
    store.write(List.of(located("stranger", 20, 1, 1), located("a", 20, 1, 1)));
    assertThat(stage.test.rows("select device_id from device_state")).containsExactly("a");
  }

  @Test
  void rowsThatWouldNotChangeAreNotWritten() {
    DeviceSeen seen = located("a", 20, 1, 1);
    store.write(List.of(seen));
    List<String> before = stage.test.rows("select xmin from device_state");
    store.write(List.of(located("a", 19, 2, 2)));
    assertThat(stage.test.rows("select xmin from device_state")).isEqualTo(before);
  }

  @Test
  void lanesWithTheSameDevicesDoNotDeadlock() {
    List<CompletableFuture<Void>> lanes = new ArrayList<>();
    for (int lane = 0; lane < 2; lane++) {
      Random random = new Random(lane);
      lanes.add(CompletableFuture.runAsync(() -> writeAll(random)));
    }
    lanes.forEach(CompletableFuture::join);
    assertThat(stage.test.number("select count(*) from device_state")).isEqualTo(200);
  }

  private void writeAll(Random random) {
    for (int round = 0; round < 100; round++) {
      List<DeviceSeen> seen = new ArrayList<>();
      for (int d = 1; d <= 200; d++) {
        seen.add(located("d" + d, random.nextInt(1_000_000), random.nextInt(90), 0));
      }
      Collections.shuffle(seen, random);
      store.write(seen);
    }
  }

  private static DeviceSeen located(String device, long at, double latitude, double longitude) {
    return new DeviceSeen(key(device), "s1", at, at, NEVER, latitude, longitude, at);
  }

  private static DeviceKey key(String device) {
    return new DeviceKey("t1", device);
  }
}
