package dev.weir.chaos.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Each kind of fault of one NATS server once: no message is lost, doubled, altered or out of order.
 * The cluster of three is for {@code ./weir chaos}: elections take NATS a minute.
 */
@Tag("alone")
class EachFaultIT {

  private static final int PROCESSES = 3;
  private static final long SEED = 4;

  /** A machine that is busy with other work may take longer than what is promised. */
  private static final int SLACK = 4;

  @Test
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void everyMessageIsWhereItBelongs() throws Exception {
    List<FaultRow> rows = FixedRun.onOneServer(Jvm.READY_SOON, PROCESSES, "", SEED, System.out);

    Files.writeString(
        Path.of("target", "faults.md"), new FaultTable("./weir chaos").of(rows, SEED));
    assertThat(rows).allSatisfy(row -> assertThat(row.findings().named()).isEmpty());
    assertThat(rows).allMatch(row -> row.findings().isClean());
    assertThat(recovery(rows, "process killed"))
        .isLessThan(Duration.ofSeconds(Installation.LEASE_SECONDS + 2).multipliedBy(SLACK));
    assertThat(recovery(rows, "PostgreSQL restarted"))
        .isLessThan(Duration.ofSeconds(3).multipliedBy(SLACK));
  }

  private static Duration recovery(List<FaultRow> rows, String fault) {
    return rows.stream()
        .filter(row -> row.fault().startsWith(fault))
        .findFirst()
        .map(FaultRow::recovery)
        .orElseThrow();
  }
}
