package dev.weir.core.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.message.Slice;
import dev.weir.core.message.Topic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class TenantRoutesTest {

  private static final int CASES = 20_000;
  private static final List<String> FILTERS =
      List.of(
          "#",
          "tenant/#",
          "tenant/t/#",
          "tenant/t/device/+/telemetry",
          "tenant/+/device/d1/+",
          "+/+/+/+/+",
          "+/+/+/+",
          "+/+/+/+/+/#",
          "tenant/t/device/d1/telemetry",
          "tenant/t/device/d1/telemetry/#",
          "tenant/t/device/d1/telemetry/x",
          "tenant/t/device/#",
          "$tenant/#",
          "tenant/u/#");

  @Test
  void findsWhatEachRouteWouldByItself() {
    Random random = new Random(3);
    int found = 0;
    for (int i = 0; i < CASES; i++) {
      List<Route> routes = new ArrayList<>();
      for (int id = random.nextInt(8); id > 0; id--) {
        routes.add(route(id, FILTERS.get(random.nextInt(FILTERS.size())), filter(random)));
      }
      Topic topic =
          new Topic("t", "d" + random.nextInt(3), random.nextBoolean() ? "telemetry" : "x");
      Slice payload = slice("{\"metrics\":{\"a\":" + random.nextInt(4) + "},\"b\":1}");

      List<Route> matching = new TenantRoutes(routes).matching(topic, payload);

      assertThat(matching)
          .containsExactlyInAnyOrderElementsOf(
              routes.stream().filter(route -> route.matches(topic, payload)).toList());
      found += matching.size();
    }
    assertThat(found).isGreaterThan(CASES);
  }

  @Test
  void noRoutesNoList() {
    assertThat(TenantRoutes.NONE.matching(new Topic("t", "d", "telemetry"), slice("{}")))
        .isSameAs(List.of());
  }

  private static @Nullable String filter(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> "{\"a\":{\"$gt\":1}}";
      case 1 -> "{\"b\":1}";
      default -> null;
    };
  }

  private static Route route(long id, String filter, @Nullable String payloadFilter) {
    return new Route(
        id,
        "t",
        TopicFilter.parse(filter),
        payloadFilter == null ? null : PayloadFilter.parse(payloadFilter));
  }

  private static Slice slice(String json) {
    return Slice.of(json.getBytes(StandardCharsets.UTF_8));
  }
}
