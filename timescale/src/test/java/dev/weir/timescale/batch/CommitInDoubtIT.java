package dev.weir.timescale.batch;

import static dev.weir.core.verdict.RejectReason.INVALID_JSON;
import static dev.weir.timescale.batch.Messages.batch;
import static dev.weir.timescale.batch.Messages.reading;
import static dev.weir.timescale.batch.Messages.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.core.lane.LaneGrant;
import dev.weir.core.route.FanOut;
import dev.weir.core.store.Batch;
import dev.weir.core.store.Commit;
import dev.weir.core.store.StoreException;
import dev.weir.core.store.StoreException.Kind;
import dev.weir.testkit.net.FaultyProxy;
import dev.weir.testkit.net.FaultyProxy.Cut;
import dev.weir.timescale.Stage;
import dev.weir.timescale.database.Database;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(
    value = Stage.Kind.class,
    names = {"PARTITIONS", "PARTITIONS_THROUGH_PGBOUNCER"})
class CommitInDoubtIT {

  private static final Batch BATCH =
      batch(reading(1, "d1", "{}"), reading(2, "d1", "{}"), refusal(3, "t1", INVALID_JSON));

  @Parameter Stage.Kind kind = Stage.Kind.PARTITIONS;

  private Stage stage;
  private FaultyProxy proxy;
  private Database database;
  private PostgresBatchWriter writer;
  private LaneGrant grant;

  @BeforeEach
  void open() {
    stage = Stage.of(kind);
    URI server = URI.create(kind.way().jdbcUrl(stage.test).substring("jdbc:".length()));
    proxy = FaultyProxy.to(server.getHost(), server.getPort());
    String url = "jdbc:postgresql://127.0.0.1:%d/%s".formatted(proxy.port(), stage.test.name());
    database = new Database(Stage.config(url, stage.test.user(), stage.test.password()));
    writer = new PostgresBatchWriter(database, Stage.LEASE, FanOut.NONE, 0);
    grant = new LaneUnderTest(stage, "TELEMETRY-0").grant;
  }

  @AfterEach
  void close() {
    database.close();
    proxy.close();
    stage.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = Cut.class,
      names = {"BEFORE_THE_SERVER_HAS_IT", "BEFORE_THE_CLIENT_HAS_THE_ANSWER"})
  void theSameCallAgainSettlesIt(Cut cut) {
    proxy.cutAtNextCommit(cut);
    assertThatThrownBy(() -> writer.commit(grant, BATCH))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TRANSIENT));

    Commit commit = writer.commit(grant, BATCH);
    assertThat(commit.stored()).isEqualTo(2);
    assertThat(commit.rejected()).hasSize(1);
    assertThat(
            stage.test.rows("select last_seq, stored, quarantined, duplicates from ingest_lanes"))
        .containsExactly("3|2|1|0");
    assertThat(stage.test.number("select count(*) from telemetry")).isEqualTo(2);

    grant = grant.at(commit.checkpoint());
    assertThat(writer.commit(grant, batch(reading(4, "d1", "{}"))).stored()).isEqualTo(1);
  }

  @Test
  void anotherOwnerInBetweenEndsTheDoubt() {
    proxy.cutAtNextCommit(Cut.BEFORE_THE_CLIENT_HAS_THE_ANSWER);
    assertThatThrownBy(() -> writer.commit(grant, BATCH)).isInstanceOf(StoreException.class);
    stage.test.execute("update ingest_lanes set lease_until = now() - interval '1 second'");
    LaneGrant other = new LaneUnderTest(stage, "TELEMETRY-0").grant;
    assertThat(other.checkpoint().lastSeq()).isEqualTo(3);
    assertThatThrownBy(() -> writer.commit(grant, BATCH))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.FENCED));
  }
}
