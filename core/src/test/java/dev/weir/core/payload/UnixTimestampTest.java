package dev.weir.core.payload;

import static dev.weir.core.message.Envelopes.ARRIVAL_MICROS;
import static dev.weir.core.payload.Reading.micros;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class UnixTimestampTest {

  private static final long FAR_MICROS = 1_000_000_000_000_000_000L;

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0, 0",
    "-0.0, 0",
    "1, 1000000",
    "-1, -1000000",
    "1769860800, 1769860800000000",
    "1.7698608e9, 1769860800000000",
    "1769860800.0, 1769860800000000",
    // exact to the microsecond, where a double would be off
    "1769860800.123456, 1769860800123456",
    "1769860800.000001, 1769860800000001",
    "1769860800.999999, 1769860800999999",
    "1769860800.9999999, 1769860800999999",
    "17698608001234.56e-4, 1769860800123456",
    "1769860800.12345600000000000000000000000000000000000000, 1769860800123456",
    "1769860800.12345699999999999999999999999999999999999999, 1769860800123456",
    "1769860800123.456, 1769860800123456",
    "1769860800123.4567, 1769860800123456",
    "1769860800123.999, 1769860800123999",
    // before 1970 it is cut towards the past as well
    "-0.0000001, -1",
    "-1.5, -1500000",
    "-1.0000005, -1000001",
    "0.0000019, 1",
    // from 1e11 on it is milliseconds, either side
    "99999999999, 99999999999000000",
    "99999999999.999999, 99999999999999999",
    "99999999999.99999999999, 99999999999999999",
    "100000000000, 100000000000000",
    "100000000000.0, 100000000000000",
    "1e11, 100000000000000",
    "100000000000.5, 100000000000500",
    "-99999999999, -99999999999000000",
    "-100000000000, -100000000000000",
    "99999999999.9999994, 99999999999999999",
    "99999999999.99999999999999999999999999999999999999999999, 99999999999999999",
    "9.9999999999e10, 99999999999000000",
    "1.00000000000e11, 100000000000000",
    "100000000000.0009, 100000000000000",
    "100000000001, 100000000001000",
    "-99999999999.999999, -99999999999999999",
    "-99999999999.9999999, -100000000000000000",
    "-100000000000.0001, -100000000000001",
    "-100000000001, -100000000001000",
    "-1e11, -100000000000000",
    "999999999999999, 999999999999999000",
    "999999999999999.5, 999999999999999500",
    "-999999999999999, -999999999999999000",
    // the years 9999 and 1000 in both units, where both can tell them
    "253402300799999, 253402300799999000",
    "-30610224000000, -30610224000000000",
    "-30610224000, -30610224000000000",
    // fractions of either unit
    "0.5, 500000",
    "1e-6, 1",
    "9.99e-7, 0",
    "-1e-6, -1",
    "-1e-7, -1",
    "1769860800123.0005, 1769860800123000",
    "1769860800123.999999, 1769860800123999",
    "17698608001.23e2, 1769860800123000",
    "0.1769860800e10, 1769860800000000",
    "1769860800000e-3, 1769860800000000",
  })
  void readsNumbers(String literal, long micros) {
    assertThat(micros(literal)).isEqualTo(micros);
  }

  static String[] farAway() {
    return new String[] {
      "1e15",
      "1000000000000000",
      "9223372036854775807",
      "9223372036854775808",
      "1e308",
      "1e309",
      "1e999999999",
      "1e99999999999999999999",
      "9".repeat(8_000),
      "9".repeat(8_000) + ".5",
      "1e" + "9".repeat(8_000),
    };
  }

  @ParameterizedTest
  @MethodSource("farAway")
  @Timeout(1)
  void whatIsFarAwayIsReadInNoTime(String literal) {
    assertThat(micros(literal)).isEqualTo(FAR_MICROS);
    assertThat(micros("-" + literal)).isEqualTo(-FAR_MICROS);
  }

  @Test
  void theLeastLongIsFarAwayToo() {
    assertThat(micros("-9223372036854775808")).isEqualTo(-FAR_MICROS);
  }

  static String[] nextToNothing() {
    return new String[] {
      "1e-7",
      "1e-308",
      "1e-999999999",
      "1e-" + "9".repeat(8_000),
      "0e999999999",
      "0." + "0".repeat(8_000) + "1",
    };
  }

  @ParameterizedTest
  @MethodSource("nextToNothing")
  @Timeout(1)
  void soIsWhatIsNextToNothing(String literal) {
    assertThat(micros(literal)).isZero();
    assertThat(micros("-" + literal)).isBetween(-1L, 0L);
  }

  @Test
  @Timeout(5)
  void manyDigitsCostLittle() {
    String digits = "0123456789".repeat(100_000);
    for (int i = 0; i < 20; i++) {
      assertThat(micros("1769860800." + digits)).isEqualTo(1_769_860_800_012_345L);
      assertThat(micros("1769860800." + digits + "e0")).isBetween(ARRIVAL_MICROS, FAR_MICROS);
    }
  }

  @Test
  void agreesWithDecimalArithmetic() {
    Random random = new Random(20_260_131);
    for (int i = 0; i < 50_000; i++) {
      long unscaled = random.nextLong() >> random.nextInt(63);
      BigDecimal number = BigDecimal.valueOf(unscaled, random.nextInt(25) - 3);
      int power = number.abs().compareTo(new BigDecimal("1e11")) < 0 ? 6 : 3;
      BigDecimal micros = number.scaleByPowerOfTen(power).setScale(0, RoundingMode.FLOOR);
      if (micros.abs().compareTo(BigDecimal.valueOf(FAR_MICROS)) < 0) {
        assertThat(micros(number.toString())).as(number.toString()).isEqualTo(micros.longValue());
      }
    }
  }
}
