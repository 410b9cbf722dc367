package dev.weir.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SimulationOptionsTest {

  @Test
  void aLaterRunHasTheSameDevicesWithTheSameTokens() {
    SimulationOptions first = new SimulationOptions();
    SimulationOptions later = new SimulationOptions();
    later.seed = first.seed + 1;

    assertThat(later.fleet().registered()).isEqualTo(first.fleet().registered());
  }

  @Test
  void aDeviceKeepsItsTokenInALargerFleet() {
    SimulationOptions large = new SimulationOptions();
    large.devices = 300;

    assertThat(large.fleet().registered())
        .containsAll(new SimulationOptions().fleet().registered());
  }
}
