package dev.weir.timescale.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.admission.DeviceKey;
import dev.weir.timescale.Stage;
import dev.weir.timescale.admin.DeviceOutcome.Plain;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(
    value = Stage.Kind.class,
    names = {"PARTITIONS", "PARTITIONS_THROUGH_PGBOUNCER"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdminStoresIT {

  private static final String HASH = "0f".repeat(32);
  private static final String OTHER_HASH = "1e".repeat(32);

  @Parameter Stage.Kind kind = Stage.Kind.PARTITIONS;

  private Stage stage;
  private TenantStore tenants;
  private DeviceStore devices;

  @BeforeParameterizedClassInvocation
  void open() {
    stage = Stage.of(kind);
    tenants = new TenantStore(stage.database);
    devices = new DeviceStore(stage.database);
  }

  @AfterParameterizedClassInvocation
  void close() {
    stage.close();
  }

  @BeforeEach
  void start() {
    stage.test.execute("truncate tenants, tenant_settings, subscriptions, device_registry");
  }

  @Test
  void tenantsComeChangeAndGo() {
    assertThat(tenants.add("t1", "One")).isTrue();
    assertThat(tenants.add("t1", "Uno")).isFalse();
    assertThat(tenants.set("t1", null, "SUSPENDED")).isTrue();
    assertThat(tenants.set("t2", "Two", null)).isFalse();
    assertThat(tenants.find("t1").orElseThrow())
        .extracting(Tenant::name, Tenant::status)
        .containsExactly("One", "SUSPENDED");
    assertThat(tenants.find("t2")).isEmpty();
    tenants.add("T0", "");
    assertThat(tenants.list()).extracting(Tenant::tenantId).containsExactly("T0", "t1");

    devices.add(new DeviceKey("t1", "d1"), null, null, null);
    assertThat(tenants.remove("t1")).isEqualTo(Removal.HAS_DEVICES);
    assertThat(tenants.remove("T0")).isEqualTo(Removal.REMOVED);
    assertThat(tenants.remove("T0")).isEqualTo(Removal.UNKNOWN);
  }

  @Test
  void devicesComeChangeAndAreRevoked() {
    DeviceKey d1 = new DeviceKey("t1", "d1");
    assertThat(devices.add(d1, "s1", null, null)).isEqualTo(Plain.DONE);
    assertThat(devices.add(d1, "s2", HASH, null)).isEqualTo(Plain.PRESENT);
    assertThat(devices.find(d1).orElseThrow().hasToken()).isFalse();

    DeviceChange change =
        DeviceChange.NONE.withSite("s3").withTokenHash(HASH).withLocation(1.5, -2.5);
    assertThat(change.toString()).doesNotContain(HASH);
    assertThat(devices.set(d1, change)).isEqualTo(Plain.DONE);
    assertThat(devices.revoke(d1)).isTrue();
    assertThat(devices.revoke(new DeviceKey("t1", "d2"))).isFalse();

    RegisteredDevice now = devices.find(d1).orElseThrow();
    assertThat(now)
        .usingRecursiveComparison()
        .ignoringFields("createdAt", "updatedAt")
        .isEqualTo(
            new RegisteredDevice(
                "t1",
                "d1",
                "s3",
                "REVOKED",
                true,
                null,
                1.5,
                -2.5,
                "manual",
                now.createdAt(),
                now.updatedAt()));
    assertThat(now.updatedAt()).isAfter(now.createdAt());
  }

  @Test
  void devicesAreListedPageByPage() {
    for (String id : List.of("b", "a", "B")) {
      devices.add(new DeviceKey("t2", id), null, null, null);
      devices.add(new DeviceKey("t1", id), null, null, null);
    }
    List<DeviceKey> seen = new ArrayList<>();
    List<RegisteredDevice> page = devices.list(null, null, 4);
    while (!page.isEmpty()) {
      page.forEach(d -> seen.add(new DeviceKey(d.tenantId(), d.deviceId())));
      page = devices.list(null, seen.getLast(), 4);
    }
    assertThat(seen)
        .extracting(k -> k.tenantId() + k.deviceId())
        .containsExactly("t1B", "t1a", "t1b", "t2B", "t2a", "t2b");
    assertThat(devices.list("t2", new DeviceKey("t2", "B"), 10))
        .extracting(RegisteredDevice::deviceId)
        .containsExactly("a", "b");
  }

  @Test
  void anImportTellsWhatCameOfItsRows() {
    DeviceImport devicesIn = new DeviceImport(stage.database);
    devices.add(new DeviceKey("t1", "same"), "s1", HASH, null);
    devices.add(new DeviceKey("t1", "moved"), "s1", HASH, null);
    List<DeviceImport.Row> rows =
        List.of(
            new DeviceImport.Row("t1", "same", "s1", null),
            new DeviceImport.Row("t1", "moved", "s2", HASH),
            new DeviceImport.Row("t1", "new", null, null),
            new DeviceImport.Row("t1", "twice", "s1", HASH),
            new DeviceImport.Row("t1", "twice", "s2", OTHER_HASH));
    assertThat(devicesIn.run(rows.iterator())).isEqualTo(new DeviceImport.Result(2, 1, 2));
    assertThat(devicesIn.run(rows.iterator())).isEqualTo(new DeviceImport.Result(0, 0, 5));
    assertThat(
            stage.test.rows(
                """
                select device_id, site_id, left(provision_token_hash, 2) from device_registry
                order by device_id
                """))
        .containsExactly("moved|s2|0f", "new|null|null", "same|s1|0f", "twice|s2|1e");
  }

  @Test
  void importsTenThousandRowsASecond() {
    DeviceImport devicesIn = new DeviceImport(stage.database);
    long start = System.nanoTime();
    DeviceImport.Result result =
        devicesIn.run(
            IntStream.range(0, 50_000)
                .mapToObj(i -> new DeviceImport.Row("t" + i % 10, "device-" + i, "s1", HASH))
                .iterator());
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertThat(result).isEqualTo(new DeviceImport.Result(50_000, 0, 0));
    assertThat(took).isLessThan(Duration.ofSeconds(5));
  }
}
