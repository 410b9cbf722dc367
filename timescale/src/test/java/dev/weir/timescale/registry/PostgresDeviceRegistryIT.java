package dev.weir.timescale.registry;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.admission.Device;
import dev.weir.core.admission.DeviceKey;
import dev.weir.core.admission.Subscription;
import dev.weir.core.admission.TenantAccount;
import dev.weir.core.admission.Validity;
import dev.weir.timescale.Stage;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
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
class PostgresDeviceRegistryIT {

  private static final String HASH = "ab".repeat(32);

  @Parameter Stage.Kind kind = Stage.Kind.PARTITIONS;

  private Stage stage;
  private PostgresDeviceRegistry registry;

  @BeforeParameterizedClassInvocation
  void open() {
    stage = Stage.of(kind);
    registry = new PostgresDeviceRegistry(stage.database, true);
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

  @AfterParameterizedClassInvocation
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
  void certificatesThatAreActiveComeWithTheirDevices() {
    stage.test.execute(
        """
        insert into device_certificates
          (tenant_id, device_id, fingerprint_sha256, status, not_before, not_after)
        values ('t1', 'd1', 'a', 'ACTIVE', to_timestamp(1), to_timestamp(2)),
          ('t1', 'd1', 'b', 'ACTIVE', '-infinity', 'infinity'),
          ('t1', 'd1', 'c', 'ACTIVE', to_timestamp(3), null),
          ('t1', 'd1', 'd', 'REVOKED', to_timestamp(1), null),
          ('t1', 'unregistered', 'e', 'ACTIVE', to_timestamp(5), '294276-12-31')
        """);
    DeviceKey key = new DeviceKey("t1", "d1");
    DeviceKey unregistered = new DeviceKey("t1", "unregistered");
    Validity[] good = {
      new Validity(1_000_000, 2_000_000),
      new Validity(Long.MIN_VALUE, Long.MAX_VALUE),
      new Validity(3_000_000, Long.MAX_VALUE)
    };

    Device device = Objects.requireNonNull(registry.findDevices(List.of(key)).get(key));
    assertThat(device.certificates()).containsExactlyInAnyOrder(good);
    var certificates = registry.findCertificates(List.of(key, unregistered));
    assertThat(certificates.get(key)).containsExactlyInAnyOrder(good);
    assertThat(certificates.get(unregistered)).hasSize(1);
    var blind = new PostgresDeviceRegistry(stage.database, false);
    assertThat(Objects.requireNonNull(blind.findDevices(List.of(key)).get(key)).certificates())
        .isEmpty();
    assertThat(blind.findCertificates(List.of(key))).isEmpty();
  }

  @Test
  void whatIsSetButNoHashMatchesNothing() {
    assertThat(DeviceRows.tokenHash("not a hash")).isEmpty();
    assertThat(DeviceRows.tokenHash("")).isEmpty();
    assertThat(DeviceRows.tokenHash("zz".repeat(32))).isEmpty();
    assertThat(DeviceRows.tokenHash("AB".repeat(32))).hasSize(32);
  }

  @Test
  void findsTenantsWithTheirSubscriptions() {
    stage.test.execute(
        """
        insert into subscriptions (tenant_id, subscription_id, status, term_start, term_end)
        values ('t1', 'a', 'ACTIVE', to_timestamp(1), to_timestamp(2)),
          ('t1', 'b', 'SUSPENDED', '-infinity', null),
          ('nobody', 'c', 'EXPIRED', to_timestamp(1), 'infinity')
        """);

    assertThat(registry.findTenants(List.of("t1", "t2", "t3", "nobody")))
        .containsOnly(
            entry(
                "t1",
                new TenantAccount(
                    "ACTIVE",
                    Map.of(
                        "a", new Subscription("ACTIVE", new Validity(1_000_000, 2_000_000)),
                        "b",
                            new Subscription(
                                "SUSPENDED", new Validity(Long.MIN_VALUE, Long.MAX_VALUE))))),
            entry("t2", new TenantAccount("SUSPENDED", Map.of())),
            entry(
                "nobody",
                new TenantAccount(
                    null,
                    Map.of(
                        "c",
                        new Subscription("EXPIRED", new Validity(1_000_000, Long.MAX_VALUE))))));
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
