package dev.weir.app.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RoleNameTest {

  @Test
  void ingestIsThere() {
    assertThat(RoleName.parse("ingest")).containsExactly(RoleName.INGEST);
    assertThat(RoleName.parse(" ingest ")).containsExactly(RoleName.INGEST);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          http            | role http is not in this version
          ingest,http     | role http is not in this version
          route-delivery  | role route-delivery is not in this version
          mqtt-bridge     | role mqtt-bridge is not in this version
          ingest,ingest   | role ingest is given twice
          ingest,         | "" is no role; roles are ingest, route-delivery, mqtt-bridge, http
          Ingest          | "Ingest" is no role; roles are ingest, route-delivery, mqtt-bridge, http
          """)
  void everythingElseIsSaid(String list, String message) {
    assertThatThrownBy(() -> RoleName.parse(list))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
