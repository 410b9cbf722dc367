package dev.weir.benchmarks.micro;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.app.simulate.Mix;
import dev.weir.app.simulate.SimulatedMessage.Form;
import dev.weir.core.message.Envelope;
import dev.weir.core.message.Slice;
import dev.weir.core.message.TelemetryMessage;
import dev.weir.core.payload.MessageReader;
import dev.weir.core.route.Route;
import dev.weir.core.verdict.RejectReason;
import dev.weir.core.verdict.Verdict;
import dev.weir.core.verdict.Verdict.Accepted;
import dev.weir.core.verdict.Verdict.Rejected;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each benchmark once: what is compared gives the same. */
final class DesignsAgreeTest {

  private static final int MIXED = 4_000;

  @Test
  void readersAgreeOnGoodAndBadMessages() {
    MessageReader reader = new MessageReader();
    TreeReader treeReader = new TreeReader();
    Set<RejectReason> seen = EnumSet.noneOf(RejectReason.class);
    for (Envelope envelope : Messages.of(Mix.evenlyBad(0.5, 0, 0.8), MIXED)) {
      Verdict verdict = reader.read(envelope, Messages.SETTINGS);

      assertThat(facts(treeReader.read(envelope, Messages.SETTINGS)))
          .as(new String(envelope.body(), StandardCharsets.UTF_8))
          .isEqualTo(facts(verdict));
      if (verdict instanceof Rejected(var reason, _, _)) {
        seen.add(reason);
      }
    }
    assertThat(seen)
        .containsAll(
            EnumSet.range(RejectReason.PAYLOAD_TOO_LARGE, RejectReason.METRIC_VALUE_INVALID));
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void parsersReadWhatTheyAreGiven(Form form) {
    ParserBenchmark benchmark = new ParserBenchmark();
    benchmark.form = form;
    benchmark.makeMessages();

    Verdict verdict = benchmark.messageReader();
    assertThat(verdict).isInstanceOf(Accepted.class);
    ParserBenchmark other = new ParserBenchmark();
    other.form = form;
    other.makeMessages();
    assertThat(facts(other.treeReader())).isEqualTo(facts(verdict));
    assertThat(benchmark.scannerAlone()).isGreaterThan(20);
    assertThat(benchmark.treeAlone().isObject()).isTrue();
  }

  @Test
  void allPassTheGate() {
    AdmissionBenchmark benchmark = new AdmissionBenchmark();

    assertThat(benchmark.gate()).isEqualTo(Messages.BATCH);
    assertThat(benchmark.gateWithoutToken()).isEqualTo(Messages.BATCH);
    assertThat(benchmark.bucketObjects()).isEqualTo(Messages.BATCH);
  }

  @Test
  void rowsAreTheSame() {
    CopyBenchmark benchmark = new CopyBenchmark();
    byte[] binary = benchmark.copyEncoder().toByteArray();

    assertThat(benchmark.arrayRows()).isEqualTo(binary);
    assertThat(TextRowsReader.read(benchmark.textRows()))
        .hasSize(Messages.BATCH)
        .isEqualTo(BinaryRowsReader.read(binary));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 10, 100})
  void routesAreTheSame(int count) {
    RoutesBenchmark benchmark = routes(count);
    RoutesBenchmark other = routes(count);
    int found = 0;
    for (int i = 0; i < Messages.BATCH; i++) {
      List<Long> matching = ids(benchmark.tenantRoutes());

      assertThat(ids(other.eachRoute())).isEqualTo(matching);
      found += matching.size();
    }
    assertThat(found > 0).isEqualTo(count > 0);
  }

  private static List<Long> ids(List<Route> routes) {
    return routes.stream().map(Route::id).sorted().toList();
  }

  private static RoutesBenchmark routes(int count) {
    RoutesBenchmark benchmark = new RoutesBenchmark();
    benchmark.count = count;
    benchmark.makeRoutes();
    return benchmark;
  }

  /** All that is decided; what is wrong is told in other words. */
  private static List<Object> facts(Verdict verdict) {
    return switch (verdict) {
      case Rejected(var reason, _, _) -> List.of(reason);
      case Accepted(TelemetryMessage message) ->
          List.of(
              message.topic(),
              message.siteId(),
              message.timeMicros(),
              String.valueOf(message.seq()),
              message.token() == null ? "none" : String.valueOf(message.token().text()),
              text(message.metrics()),
              text(message.payload()),
              message.latitude(),
              message.longitude());
    };
  }

  private static String text(Slice slice) {
    return new String(slice.copy(), StandardCharsets.UTF_8);
  }
}
