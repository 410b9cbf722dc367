package dev.weir.timescale.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.admission.DeviceKey;
import dev.weir.core.admission.DeviceProvisioning.Result;
import dev.weir.core.admission.NewDevice;
import dev.weir.timescale.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(
    value = Stage.Kind.class,
    names = {"PARTITIONS", "PARTITIONS_THROUGH_PGBOUNCER"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresDeviceProvisioningIT {

  private static final long NOW = 1_768_478_400_000_000L;

  @Parameter Stage.Kind kind = Stage.Kind.PARTITIONS;

  private Stage stage;
  private PostgresDeviceProvisioning provisioning;

  @BeforeParameterizedClassInvocation
  void open() {
    stage = Stage.of(kind);
    provisioning = new PostgresDeviceProvisioning(stage.database, Duration.ofDays(1), false);
  }

  @AfterParameterizedClassInvocation
  void close() {
    stage.close();
  }

  @BeforeEach
  void start() {
    stage.test.execute("truncate subscriptions, device_registry");
  }

  @Test
  void registersInOrderUpToTheLimit() {
    subscription("main", "MAIN", 3, 1, "ACTIVE", null, null);

    Result result = provision(device("b", "s1"), device("a", "s2"), device("c", "s3"));

    assertThat(result.devices().keySet()).extracting(DeviceKey::deviceId).containsOnly("a", "b");
    assertThat(result.full()).containsExactly("t1");
    assertThat(
            stage.test.rows(
                """
                select device_id, site_id, status, subscription_id,
                  provision_token_hash = repeat('01', 32)
                from device_registry order by 1
                """))
        .containsExactly("a|s2|ACTIVE|main|t", "b|s1|ACTIVE|main|t");
    assertThat(count()).isEqualTo(3);
  }

  @Test
  void whatIsThereAlreadyTakesNoPlace() {
    subscription("main", "MAIN", 1, 0, "ACTIVE", null, null);
    stage.test.execute(
        "insert into device_registry (tenant_id, device_id, site_id) values ('t1', 'a', 'old')");

    Result result = provision(device("a", "new"), device("b", "new"));

    assertThat(result.devices()).hasSize(2);
    assertThat(stage.test.rows("select site_id from device_registry order by device_id"))
        .containsExactly("old", "new");
    assertThat(count()).isEqualTo(1);
    assertThat(provision(device("a", "new"), device("b", "new")).devices()).hasSize(2);
    assertThat(count()).isEqualTo(1);
  }

  /** A day of grace; what is not in force has no room. */
  @ParameterizedTest
  @CsvSource({
    "MAIN, ACTIVE, , , true",
    "MAIN, TRIAL, , , true",
    "MAIN, GRACE, , , true",
    "MAIN, SUSPENDED, , , false",
    "MAIN, EXPIRED, , , false",
    "ADDON, ACTIVE, , , false",
    "TRIAL, ACTIVE, , , false",
    "TEMPORARY, ACTIVE, , , false",
    "MAIN, ACTIVE, 0, , true",
    "MAIN, ACTIVE, 1, , false",
    "MAIN, ACTIVE, , -86400000000, true",
    "MAIN, ACTIVE, , -86400000001, false",
  })
  void onlyAMainSubscriptionInForceHasRoom(
      String type, String status, @Nullable Long start, @Nullable Long end, boolean hasRoom) {
    subscription("s", type, 10, 0, status, start, end);

    Result result = provision(device("a", "s1"));

    assertThat(result.devices().isEmpty()).isEqualTo(!hasRoom);
    assertThat(result.full().isEmpty()).isEqualTo(hasRoom);
  }

  @Test
  void oneSubscriptionIsFilledAfterTheOther() {
    subscription("a", "MAIN", 1, 0, "ACTIVE", null, null);
    subscription("b", "MAIN", 9, 9, "ACTIVE", null, null);
    subscription("c", "MAIN", 2, 0, "ACTIVE", null, null);

    Result result =
        provision(device("1", "s"), device("2", "s"), device("3", "s"), device("4", "s"));

    assertThat(result.devices()).hasSize(3);
    assertThat(
            stage.test.rows(
                "select device_id, subscription_id from device_registry order by device_id"))
        .containsExactly("1|a", "2|c", "3|c");
    assertThat(stage.test.rows("select active_device_count from subscriptions order by 1"))
        .containsExactly("1", "2", "9");
  }

  @Test
  void tellsTheRoomOfTenantsWithoutNewDevices() {
    subscription("main", "MAIN", 1, 0, "ACTIVE", null, null);

    assertThat(provisioning.provision(List.of(), Map.of("t1", NOW, "t2", NOW)).full())
        .containsExactly("t2");
  }

  @Test
  void twoHundredAtOnceNeverGoOverALimitOfFifty() {
    subscription("main", "MAIN", 50, 0, "ACTIVE", null, null);
    List<CompletableFuture<Integer>> all = new ArrayList<>();
    // threads of their own: the common pool has but one on two cores
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 200; i++) {
        // each device by two at once, as if two lanes had it
        NewDevice device = device("d" + i / 2 * 2, "s1");
        NewDevice other = device("d" + (i / 2 * 2 + 1), "s1");
        boolean even = i % 2 == 0;
        all.add(
            CompletableFuture.supplyAsync(
                () -> provision(even ? device : other, even ? other : device).devices().size(),
                threads));
      }
    }
    all.forEach(CompletableFuture::join);

    assertThat(stage.test.number("select count(*) from device_registry")).isEqualTo(50);
    assertThat(count()).isEqualTo(50);
  }

  private Result provision(NewDevice... devices) {
    return provisioning.provision(List.of(devices), Map.of("t1", NOW));
  }

  private static NewDevice device(String id, String site) {
    byte[] hash = new byte[32];
    IntStream.range(0, 32).forEach(i -> hash[i] = 1);
    return new NewDevice(new DeviceKey("t1", id), site, hash, NOW);
  }

  private void subscription(
      String id,
      String type,
      int limit,
      int count,
      String status,
      @Nullable Long startsIn,
      @Nullable Long endsIn) {
    stage.test.execute(
        """
        insert into subscriptions (subscription_id, tenant_id, subscription_type, device_limit,
          active_device_count, status, term_start, term_end)
        values ('%s', 't1', '%s', %d, %d, '%s', %s, %s)
        """
            .formatted(
                id,
                type,
                limit,
                count,
                status,
                startsIn == null ? "'-infinity'" : time(startsIn),
                endsIn == null ? "null" : time(endsIn)));
  }

  private static String time(long micros) {
    return "to_timestamp(0) + interval '1 microsecond' * " + (NOW + micros);
  }

  private long count() {
    return stage.test.number("select active_device_count from subscriptions");
  }
}
