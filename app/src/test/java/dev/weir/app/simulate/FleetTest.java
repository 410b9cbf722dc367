package dev.weir.app.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.core.message.Topic;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FleetTest {

  @Test
  void isTheSameForTheSameSeed() {
    assertThat(new Fleet(1, "t", 3, 10).registered())
        .isEqualTo(new Fleet(1, "t", 3, 10).registered())
        .isNotEqualTo(new Fleet(2, "t", 3, 10).registered());
  }

  @Test
  void hasOneOfEachRefusedKindPerTenant() {
    Fleet fleet = new Fleet(1, "t", 3, 10);

    assertThat(fleet.tenants()).containsExactly("t-1", "t-2", "t-3");
    assertThat(fleet.senders()).hasSize(10);
    assertThat(fleet.registered()).hasSize(16);
    assertThat(fleet.registered()).filteredOn(d -> d.status().equals("REVOKED")).hasSize(3);
    assertThat(fleet.registered()).filteredOn(d -> !d.tokenRegistered()).hasSize(3);
  }

  @Test
  void topicsAreValidAndTokensDiffer() {
    Set<String> tokens = new HashSet<>();
    for (FleetDevice device : new Fleet(1, "t", 3, 500).registered()) {
      assertThat(Topic.parse(device.topic())).isNotNull();
      assertThat(tokens.add(device.token())).isTrue();
      assertThat(device.toString()).doesNotContain(device.token());
    }
  }

  @Test
  void refusesFewerDevicesThanTenants() {
    assertThatThrownBy(() -> new Fleet(1, "t", 3, 2)).isInstanceOf(IllegalArgumentException.class);
  }
}
