package dev.weir.timescale.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.admission.DeviceKey;
import dev.weir.timescale.Stage;
import java.time.Instant;
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
class CertificatesIT {

  private static final DeviceKey DEVICE = new DeviceKey("t1", "d1");
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final String HEX = "0f".repeat(32);

  @Parameter Stage.Kind kind = Stage.Kind.PARTITIONS;

  private Stage stage;
  private CertificateStore certificates;

  @BeforeParameterizedClassInvocation
  void open() {
    stage = Stage.of(kind);
    certificates = new CertificateStore(stage.database);
  }

  @AfterParameterizedClassInvocation
  void close() {
    stage.close();
  }

  @Test
  void certificatesComeAreRevokedAndGoWithTheirDevice() {
    DeviceStore devices = new DeviceStore(stage.database);
    Certificate late = certificate(HEX, START.plusSeconds(1));
    Certificate early = certificate("1e".repeat(32), START);
    assertThat(certificates.add(late)).isEqualTo(Addition.UNKNOWN_OWNER);
    devices.add(DEVICE, null, null, null);
    assertThat(certificates.add(late)).isEqualTo(Addition.ADDED);
    assertThat(certificates.add(late)).isEqualTo(Addition.PRESENT);
    assertThat(certificates.add(early)).isEqualTo(Addition.ADDED);
    assertThat(certificates.list(DEVICE)).containsExactly(early, late);
    assertThat(certificates.find(DEVICE, HEX)).contains(late);
    assertThat(certificates.find(new DeviceKey("t2", "d1"), HEX)).isEmpty();

    assertThat(certificates.revoke(DEVICE, HEX)).isTrue();
    assertThat(certificates.find(DEVICE, HEX).orElseThrow().status()).isEqualTo("REVOKED");
    assertThat(certificates.list(DEVICE)).contains(early);
    assertThat(certificates.remove(DEVICE, HEX)).isTrue();
    assertThat(certificates.remove(DEVICE, HEX)).isFalse();
    assertThat(certificates.revoke(DEVICE, HEX)).isFalse();
    devices.remove(DEVICE);
    assertThat(certificates.list(DEVICE)).isEmpty();
  }

  private static Certificate certificate(String fingerprint, Instant notBefore) {
    return new Certificate("t1", "d1", fingerprint, "pump", Certificate.ACTIVE, notBefore, null);
  }
}
