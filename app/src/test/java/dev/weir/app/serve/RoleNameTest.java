package dev.weir.app.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RoleNameTest {

  @Test
  void rolesAreRead() {
    assertThat(RoleName.parse("ingest")).containsExactly(RoleName.INGEST);
    assertThat(RoleName.parse(" ingest ")).containsExactly(RoleName.INGEST);
    assertThat(RoleName.parse("route-delivery")).containsExactly(RoleName.ROUTE_DELIVERY);
    assertThat(RoleName.parse("http,ingest")).containsExactly(RoleName.INGEST, RoleName.HTTP);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
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
