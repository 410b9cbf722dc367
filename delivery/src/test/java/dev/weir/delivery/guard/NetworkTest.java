package dev.weir.delivery.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NetworkTest {

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.255.255, true",
    "10.0.0.0/8, 11.0.0.0, false",
    "10.1.2.0/23, 10.1.3.4, true",
    "10.1.2.0/23, 10.1.4.0, false",
    "0.0.0.0/0, 1.2.3.4, true",
    "1.2.3.4, 1.2.3.4, true",
    "1.2.3.4, 1.2.3.5, false",
    "fd00::/8, fdff::1, true",
    "fd00::/8, fe00::1, false",
    "::1, ::1, true",
    "10.0.0.0/8, ::a00:0, false",
  })
  void contains(String block, String address, boolean expected) throws UnknownHostException {
    assertThat(Network.parse(block).contains(InetAddress.getByName(address))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "localhost",
        "10.0.0.0/33",
        "10.0.0.0/",
        "10.0.0.1/8",
        "::/129",
        "10.0.0.0/-1",
        "256.1.1.1",
        "1.2.3",
        "10.0.0.0/8/8"
      })
  void noBlock(String block) {
    assertThatThrownBy(() -> Network.parse(block))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(block);
  }

  @Test
  void lists() {
    assertThat(Network.parseAll("")).isEmpty();
    assertThat(Network.parseAll("127.0.0.0/8, ::1")).hasSize(2);
  }
}
