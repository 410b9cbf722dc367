package dev.weir.benchmarks.growth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.benchmarks.Setup;
import java.nio.charset.StandardCharsets;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

final class PointTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 25, 50, 75, 100})
  void eachDeviceHasItsShareOfWrongTokens(int percent) {
    Point point = Point.of(percent, Setup.ofDevices(1_000)).withWrong(percent);
    for (long device = 0; device < 1_000; device += 137) {
      long first = device;
      long wrong = LongStream.range(0, 200).filter(i -> point.isWrong(first + i * 1_000)).count();
      assertThat(wrong / 200.0).isCloseTo(percent / 100.0, within(0.001));
    }
  }

  @Test
  void messagesHaveAsManyMetricsAsWanted() {
    byte[] payload =
        "{\"a\":1,\"metrics\":{\"temp_c\":1.5},\"z\":2}".getBytes(StandardCharsets.UTF_8);

    JsonNode changed = new ObjectMapper().readTree(Payloads.withMetrics(payload, 7, 64));

    assertThat(changed.get("metrics").size()).isEqualTo(64);
    assertThat(changed.get("metrics").get("channel_63").isNumber()).isTrue();
    assertThat(changed.get("a").asInt() + changed.get("z").asInt()).isEqualTo(3);
  }

  @Test
  void oneRouteOfManyMatches() {
    assertThat(Setup.ofDevices(1).withRoutes(1, 9).routes())
        .hasSize(10)
        .containsOnlyOnce("#")
        .contains("tenant/bench-1/device/absent-9/telemetry");
  }

  @Test
  void rowsAreBounded() {
    assertThat(Curve.ROWS.points(1_000_000)).hasSize(2);
    assertThat(Curve.ROWS.points(100_000_000)).hasSize(4);
  }
}
