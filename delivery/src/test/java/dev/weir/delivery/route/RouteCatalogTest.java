package dev.weir.delivery.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.change.Change;
import dev.weir.core.change.ChangeKind;
import dev.weir.core.delivery.RouteDefinition;
import dev.weir.delivery.destination.Destination;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RouteCatalogTest {

  private final Map<Long, RouteDefinition> table = new HashMap<>();
  private final List<Collection<Long>> asked = new ArrayList<>();
  private Runnable meanwhile = () -> {};
  private final RouteCatalog catalog =
      new RouteCatalog(
          ids -> {
            asked.add(List.copyOf(ids));
            Map<Long, RouteDefinition> found = new HashMap<>(table);
            found.keySet().retainAll(ids);
            meanwhile.run();
            return found;
          },
          _ -> new Destination.Stored());

  @Test
  void asksOnceForManyAndForWhatIsNotThere() {
    put(1, true);
    catalog.learn(List.of(1L, 2L, 2L));

    assertThat(catalog.find(1)).isInstanceOf(KnownRoute.Understood.class);
    assertThat(catalog.find(2)).isInstanceOf(KnownRoute.Gone.class);
    assertThat(asked).containsExactly(List.of(1L, 2L));
  }

  @Test
  void looksAgainAfterAChangeOfRoutesOnly() {
    put(1, true);
    KnownRoute before = catalog.find(1);
    catalog.changed(new Change(ChangeKind.DEVICE, "t/d"));
    assertThat(catalog.knows(1)).isTrue();

    catalog.changed(new Change(ChangeKind.ROUTE, "t"));
    assertThat(catalog.knows(1)).isFalse();
    assertThat(catalog.find(1)).as("is as it was").isSameAs(before);
    put(1, false);
    catalog.changed(new Change(ChangeKind.ROUTE, null));
    assertThat(catalog.find(1))
        .extracting(route -> ((KnownRoute.Understood) route).definition().enabled())
        .isEqualTo(false);
  }

  @Test
  void whatWasReadBeforeAChangeIsReadAgain() {
    put(1, true);
    meanwhile = catalog::everythingMayHaveChanged;
    catalog.learn(List.of(1L));
    meanwhile = () -> {};

    assertThat(catalog.knows(1)).isFalse();
    catalog.find(1);
    assertThat(asked).hasSize(2);
  }

  private void put(long id, boolean enabled) {
    table.put(id, new RouteDefinition(id, "t", "r", "#", "postgresql", "{}", null, enabled));
  }
}
