package dev.weir.timescale.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.admission.Device;
import dev.weir.core.admission.DeviceKey;
import dev.weir.timescale.Stage;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresDeviceRegistryIT {

  private static final String HASH = "ab".repeat(32);

  private Stage stage;
  private PostgresDeviceRegistry registry;

  @BeforeAll
  void open() {
    stage = Stage.of(Stage.Kind.PARTITIONS);
    registry = new PostgresDeviceRegistry(stage.database);
    stage.test.execute(
        """
        insert into tenants (tenant_id, status) values ('t1', 'ACTIVE'), ('t2', 'SUSPENDED');
        insert into device_registry (tenant_id, device_id, site_id, status, provision_token_hash)
        values ('t1', 'd1', 's1', 'ACTIVE', repeat('ab', 32)),
          ('t1', 'd2', null, 'REVOKED', null),
          ('t2', 'd1', 's2', 'ACTIVE', 'not a hash'),
          ('t2', 'd2', 's2', 'ACTIVE', ''),
          ('nobody', 'd1', 's1', 'ACTIVE', null)
        """);
  }

  @AfterAll
  void close() {
    stage.close();
  }

  @Test
  void findsThoseThatAreRegistered() {
    Map<DeviceKey, Device> found =
        registry.findDevices(
            List.of(
                new DeviceKey("t1", "d1"),
                new DeviceKey("t1", "d2"),
                new DeviceKey("t1", "d3"),
                new DeviceKey("t2", "d1"),
                new DeviceKey("t2", "d2")));
    assertThat(found).hasSize(4);

    Device whole = Objects.requireNonNull(found.get(new DeviceKey("t1", "d1")));
    assertThat(whole.siteId()).isEqualTo("s1");
    assertThat(whole.status()).isEqualTo("ACTIVE");
    assertThat(whole.tokenHash()).isEqualTo(HexFormat.of().parseHex(HASH));

    Device bare = Objects.requireNonNull(found.get(new DeviceKey("t1", "d2")));
    assertThat(bare.siteId()).isNull();
    assertThat(bare.status()).isEqualTo("REVOKED");
    assertThat(bare.tokenHash()).isNull();
  }

  @Test
  void aTenantsStatusComesWithItsDevices() {
    DeviceKey suspended = new DeviceKey("t2", "d1");
    DeviceKey orphan = new DeviceKey("nobody", "d1");
    Map<DeviceKey, Device> found = registry.findDevices(List.of(suspended, orphan));

    assertThat(Objects.requireNonNull(found.get(suspended)).tenantStatus()).isEqualTo("SUSPENDED");
    assertThat(Objects.requireNonNull(found.get(orphan)).tenantStatus()).isNull();
  }

  @Test
  void whatIsSetButNoHashMatchesNothing() {
    assertThat(PostgresDeviceRegistry.tokenHash("not a hash")).isEmpty();
    assertThat(PostgresDeviceRegistry.tokenHash("")).isEmpty();
    assertThat(PostgresDeviceRegistry.tokenHash("zz".repeat(32))).isEmpty();
    assertThat(PostgresDeviceRegistry.tokenHash("AB".repeat(32))).hasSize(32);
  }

  @Test
  void findsTenants() {
    assertThat(registry.findTenants(List.of("t1", "t3", "t2")))
        .containsExactlyInAnyOrder("t1", "t2");
    assertThat(registry.findTenants(List.of())).isEmpty();
    assertThat(registry.findDevices(List.of())).isEmpty();
  }

  @Test
  void asksForThousandsAtOnce() {
    List<DeviceKey> keys =
        IntStream.range(0, 5_000).mapToObj(i -> new DeviceKey("t1", "d" + i)).toList();
    assertThat(registry.findDevices(keys)).hasSize(2);
  }
}
