package dev.weir.timescale.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.core.admission.DeviceKey;
import dev.weir.core.store.DeviceSeen;
import dev.weir.core.store.StoreException;
import dev.weir.timescale.Stage;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.PGConnection;

/** Last-seen times and locations move forward, and what is not theirs stays. */
@ParameterizedClass
@EnumSource(
    value = Stage.Kind.class,
    names = {"PARTITIONS", "PARTITIONS_THROUGH_PGBOUNCER"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresDeviceStateStoreIT {

  private static final int ROUNDS = 200;
  private static final int DEVICES = 200;
  private static final double NOWHERE = Double.NaN;

  /** Noon of 2026-01-15. */
  private static final long NOON = 1_768_478_400_000_000L;

  @Parameter Stage.Kind kind = Stage.Kind.PARTITIONS;

  private Stage stage;
  private PostgresDeviceStateStore store;

  @BeforeParameterizedClassInvocation
  void open() {
    stage = Stage.of(kind);
    store = new PostgresDeviceStateStore(stage.database);
  }

  @AfterParameterizedClassInvocation
  void close() {
    stage.close();
  }

  @BeforeEach
  void register() {
    stage.test.execute(
        """
        truncate device_state, device_registry;
        insert into device_registry (tenant_id, device_id, site_id, updated_at)
        select 't1', 'd' || i, 's1', '2020-01-01Z' from generate_series(1, 100) i
        """);
  }

  @Test
  void timesOfAllKindsMoveForwardOnly() {
    assertThat(store.write(List.of(seen("d1", "s1", 10, 0, 10)))).isEqualTo(1);
    assertThat(states()).containsExactly("d1|s1|10|null|10");

    assertThat(store.write(List.of(seen("d1", "s2", 30, 30, 5)))).isEqualTo(1);
    assertThat(states()).containsExactly("d1|s2|30|30|10");

    assertThat(store.write(List.of(seen("d1", "s3", 20, 20, 20)))).isEqualTo(1);
    assertThat(states()).as("an older message of another kind").containsExactly("d1|s2|30|30|20");
  }

  @Test
  void newDevicesAndKnownOnesAndThoseWithoutNewsGoTogether() {
    store.write(List.of(at("d2", 10, 1, 2), at("d3", 50, 3, 4), at("d4", 10, 5, 6)));

    assertThat(
            store.write(
                List.of(
                    at("d1", 20, 7, 8), // new
                    at("d2", 20, 9, 10), // moves
                    at("d3", 20, 11, 12), // has newer news
                    at("d0", 20, 13, 14), // not registered
                    seen("d4", "s4", 20, 0, 20)))) // moves in one of its times
        .isEqualTo(3);

    assertThat(states())
        .containsExactly(
            "d1|s1|20|20|null", "d2|s1|20|20|null", "d3|s1|50|50|null", "d4|s4|20|10|20");
    assertThat(locations()).containsExactly("d1|7|8", "d2|9|10", "d3|3|4", "d4|5|6");
  }

  @Test
  void aRowThatSomebodyPutThereIsFilled() {
    stage.test.execute("insert into device_state (tenant_id, device_id) values ('t1', 'd1')");

    store.write(List.of(seen("d1", "s1", 10, 10, 0)));

    assertThat(states()).containsExactly("d1|s1|10|10|null");
  }

  @Test
  void rowsThatStayAsTheyAreAreNotRewritten() {
    List<DeviceSeen> devices = List.of(at("d1", 10, 1.5, 2.5), at("d2", 10, 1.5, 2.5));
    assertThat(store.write(devices)).isEqualTo(2);
    List<String> before = versions();

    assertThat(store.write(devices)).isZero();
    assertThat(store.write(List.of(at("d1", 9, 8, 8)))).isZero();

    assertThat(versions()).isEqualTo(before);
  }

  @Test
  void aDeviceThatStaysWhereItIsLeavesTheRegistryAlone() {
    store.write(List.of(at("d1", 10, 1.5, 2.5)));
    String before = registryVersion("d1");

    assertThat(store.write(List.of(at("d1", 20, 1.5, 2.5)))).isEqualTo(1);

    assertThat(registryVersion("d1")).isEqualTo(before);
  }

  @Test
  void anOldLocationMovesNobodyBack() {
    store.write(List.of(at("d1", 10, 1.5, 2.5)));
    assertThat(locations()).containsExactly("d1|1.5|2.5");

    store.write(List.of(located("d1", 40, 30, 3, 4)));
    assertThat(locations()).containsExactly("d1|3|4");

    store.write(List.of(located("d1", 50, 20, -90, -180)));
    assertThat(locations()).as("arrived later, read earlier").containsExactly("d1|3|4");

    store.write(List.of(located("d1", 60, 40, 3, 4), at("d2", 1, 0, -0.5)));
    store.write(List.of(located("d1", 70, 35, 5, 6)));
    assertThat(locations())
        .as("read before the device was seen here still")
        .containsExactly("d1|3|4", "d2|0|-0.5");

    store.write(List.of(seen("d1", "s1", 80, 80, 0)));
    assertThat(locations()).as("a message without").contains("d1|3|4");
  }

  @Test
  void aLocationSetByHandStays() {
    stage.test.execute(
        """
        update device_registry set latitude = 7, longitude = 8, location_source = 'manual'
        where device_id = 'd1'
        """);
    store.write(List.of(at("d1", 10, 1.5, 2.5), at("d2", 10, 1.5, 2.5)));
    assertThat(locations()).containsExactly("d1|7|8", "d2|1.5|2.5");

    stage.test.execute("update device_registry set location_source = 'auto'");
    store.write(List.of(at("d1", 20, 1.5, 2.5)));
    assertThat(locations()).containsExactly("d1|1.5|2.5", "d2|1.5|2.5");
  }

  @Test
  void aDeviceThatIsNotRegisteredLeavesNoRow() {
    assertThat(store.write(List.of(at("d0", 10, 1, 2), at("d1", 10, 1, 2)))).isEqualTo(1);

    assertThat(states()).containsExactly("d1|s1|10|10|null");
    assertThat(store.write(List.of(at("d0", 10, 1, 2)))).isZero();
  }

  @Test
  void aLocationIsNoChangeOfTheDevice() throws SQLException {
    try (Connection listener = stage.test.connect();
        Statement statement = listener.createStatement()) {
      statement.execute("listen weir_changes");
      store.write(List.of(at("d1", 10, 1.5, 2.5)));
      store.write(List.of(at("d1", 20, 3.5, 2.5)));
      stage.test.execute("notify weir_changes, 'after'");

      List<String> heard = new ArrayList<>();
      while (!heard.contains("after")) {
        for (var notice : listener.unwrap(PGConnection.class).getNotifications(10_000)) {
          heard.add(notice.getParameter());
        }
      }
      assertThat(heard).containsExactly("after");
    }
    assertThat(
            stage.test.number(
                "select count(*) from device_registry where updated_at <> '2020-01-01Z'"))
        .isZero();
  }

  @Test
  void aRefusedRowIsToldAsPoisonAndNothingOfItsWriteIsThere() {
    stage.test.execute("alter table device_state add constraint c check (site_id <> 'bad')");
    try {
      assertThatThrownBy(
              () -> store.write(List.of(at("d1", 10, 1, 2), seen("d2", "bad", 10, 10, 0))))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.POISON))
          .hasMessageNotContaining("bad");
      assertThat(states()).isEmpty();
      assertThat(locations()).isEmpty();
    } finally {
      stage.test.execute("alter table device_state drop constraint c");
    }
  }

  @Test
  void aLockThatSomebodyHoldsIsNotWaitedForForLong() throws SQLException {
    store.write(List.of(at("d1", 10, 1, 2)));
    try (Connection somebody = stage.test.connect();
        Statement statement = somebody.createStatement()) {
      somebody.setAutoCommit(false);
      statement.execute("select from device_registry where device_id = 'd1' for update");

      assertThat(store.write(List.of(at("d1", 20, 1, 2)))).as("stays where it is").isEqualTo(1);
      assertThatThrownBy(() -> store.write(List.of(at("d1", 30, 3, 4))))
          .isInstanceOfSatisfying(
              StoreException.class,
              e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.TRANSIENT))
          .hasMessageContaining("55P03");
      somebody.rollback();
    }
    assertThat(store.write(List.of(at("d1", 30, 3, 4)))).isEqualTo(1);
    assertThat(locations()).containsExactly("d1|3|4");
  }

  /**
   * Each thread as a lane would, with the same devices in opposite orders, all of them moving. A
   * ring would cost the wait for a lock in nearly every round; a busy machine may cost a few.
   */
  @Test
  void lanesWithTheSameDevicesDoNotBlockEachOther() {
    stage.test.execute(
        """
        insert into device_registry (tenant_id, device_id)
        select 't2', 'd' || i from generate_series(1, 50000) i
        union all select 't1', 'd' || i from generate_series(101, 500) i;
        analyze device_registry
        """);
    AtomicInteger refusals = new AtomicInteger();
    CyclicBarrier together = new CyclicBarrier(2);
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<CompletableFuture<Void>> lanes =
          IntStream.of(0, 1)
              .mapToObj(lane ->
                  CompletableFuture.runAsync(() -> writeRounds(lane, together, refusals), threads))
              .toList();
      lanes.forEach(CompletableFuture::join);
    }
    assertThat(refusals).hasValueLessThan(ROUNDS / 20);
    assertThat(states()).hasSize(DEVICES).allMatch(row -> row.endsWith("|s1|399|399|null"));
    assertThat(locations()).hasSize(DEVICES).allMatch(row -> row.endsWith("|39.9|39.9"));
  }

  private void writeRounds(int lane, CyclicBarrier together, AtomicInteger refusals) {
    for (int round = 0; round < ROUNDS; round++) {
      int time = 2 * round + lane;
      List<DeviceSeen> devices = new ArrayList<>();
      for (int i = 1; i <= DEVICES; i++) {
        devices.add(at("d" + i, time, time / 10.0, time / 10.0));
      }
      if (lane == 1) {
        Collections.reverse(devices);
      }
      await(together);
      while (!isWritten(devices)) {
        refusals.incrementAndGet();
      }
    }
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean isWritten(List<DeviceSeen> devices) {
    try {
      store.write(devices);
      return true;
    } catch (StoreException e) {
      assertThat(e.kind()).isEqualTo(StoreException.Kind.TRANSIENT);
      return false;
    }
  }

  private List<String> states() {
    return stage.test.rows(
        """
        select device_id, site_id, us(last_seen_at), us(last_telemetry_at), us(last_heartbeat_at)
        from device_state order by 1
        """
            .replaceAll(
                "us\\((\\w+)\\)", "(extract(epoch from $1) * 1000000 - " + NOON + ")::int8"));
  }

  private List<String> locations() {
    return stage.test.rows(
        """
        select device_id, latitude, longitude from device_registry
        where latitude is not null order by 1
        """);
  }

  private List<String> versions() {
    return stage.test.rows(
        """
        select s.xmin, s.ctid, r.xmin, r.ctid from device_state s
        join device_registry r using (tenant_id, device_id) order by device_id
        """);
  }

  private String registryVersion(String device) {
    return stage
        .test
        .rows("select xmin, ctid from device_registry where device_id = '" + device + "'")
        .getFirst();
  }

  private static DeviceSeen seen(
      String device, String site, long seen, long telemetry, long heartbeat) {
    return new DeviceSeen(
        new DeviceKey("t1", device),
        site,
        NOON + seen,
        telemetry == 0 ? 0 : NOON + telemetry,
        heartbeat == 0 ? 0 : NOON + heartbeat,
        NOWHERE,
        NOWHERE,
        0);
  }

  private static DeviceSeen at(String device, long micros, double latitude, double longitude) {
    return located(device, micros, micros, latitude, longitude);
  }

  private static DeviceSeen located(
      String device, long seen, long located, double latitude, double longitude) {
    return new DeviceSeen(
        new DeviceKey("t1", device),
        "s1",
        NOON + seen,
        NOON + seen,
        0,
        latitude,
        longitude,
        NOON + located);
  }
}
