package dev.weir.chaos.devices;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.chaos.run.FaultRow;
import dev.weir.chaos.run.FaultTable;
import dev.weir.chaos.run.Jvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The hardest faults of the ways in: what a device was told was taken in is there, once. {@code
 * ./weir chaos --devices} has them all.
 */
@Tag("alone")
class DeviceSideIT {

  private static final long SEED = 5;

  private static final List<String> WANTED =
      List.of(
          "both gateways killed",
          "both bridges killed",
          "takes its session over",
          "broker restarted",
          "NATS killed",
          "stream full",
          "refusals in doubt");

  @Test
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  void whatDevicesWereToldIsThere() throws Exception {
    List<FaultRow> rows = DeviceRun.run(Jvm.READY_SOON, DeviceSideIT::isWanted, SEED, System.out);

    Files.writeString(
        Path.of("target", "device-faults.md"),
        new FaultTable("./weir chaos --devices").of(rows, SEED));
    assertThat(rows).allSatisfy(row -> assertThat(row.findings().named()).isEmpty());
    assertThat(rows).hasSize(WANTED.size()).allMatch(row -> row.findings().isClean());
  }

  private static boolean isWanted(String fault) {
    return WANTED.stream().anyMatch(fault::contains);
  }
}
