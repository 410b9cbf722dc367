package dev.weir.timescale.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.testkit.TestDatabase;
import dev.weir.testkit.Way;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(Way.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CopyRoundTripIT {

  private static final String COPY = "copy t from stdin (format binary)";

  @Parameter Way way = Way.DIRECT;

  private final CopyEncoder encoder = new CopyEncoder();
  private TestDatabase test;
  private Connection connection;

  @BeforeParameterizedClassInvocation
  void open() throws SQLException {
    test = TestDatabase.create();
    test.execute("create table t (a int, b bigint, c timestamptz, d text, e jsonb, f bytea)");
    connection = test.connect(way);
  }

  @BeforeEach
  void start() {
    test.execute("truncate t");
  }

  @AfterParameterizedClassInvocation
  void close() throws SQLException {
    connection.close();
    test.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE})
  void integers(long value) throws SQLException {
    assertThat(copied((int) value, value, 0L, "", "{}", new byte[0]))
        .startsWith((int) value + "|" + value + '|');
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1970-01-01 00:00:00+00",
    "946684800000000, 2000-01-01 00:00:00+00",
    "1709164800123456, 2024-02-29 00:00:00.123456+00",
    "-1, 1969-12-31 23:59:59.999999+00",
    "253402300799999999, 9999-12-31 23:59:59.999999+00",
    "-62135596800000000, 0001-01-01 00:00:00+00"
  })
  void timestamps(long micros, String expected) throws SQLException {
    copied(0, 0, micros, "", "{}", new byte[0]);
    assertThat(test.rows("select to_char(c at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') from t"))
        .containsExactly(
            test.rows(
                    "select to_char('%s'::timestamptz at time zone 'UTC',".formatted(expected)
                        + " 'YYYY-MM-DD HH24:MI:SS.US')")
                .getFirst());
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, Long.MIN_VALUE + 946_684_800_000_000L})
  void timesBeyondTheCalendarAreRefused(long micros) {
    assertThatThrownBy(() -> copied(0, 0, micros, "", "{}", new byte[0]))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("22008"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain",
        "a|b\\N\n\t\"",
        "zażółć",
        "plain, then ß",
        "日本語",
        "😀 and a",
        "\u007f\u0080\u07ff\u0800\uffff"
      })
  void texts(String text) throws SQLException {
    copied(0, 0, 0L, text, "{}", new byte[0]);
    assertThat(test.rows("select d from t")).containsExactly(text);
  }

  @Test
  void whatNoTextCanHoldIsReplaced() throws SQLException {
    copied(0, 0, 0L, "a\0b\ud800c\udc00d\ud83d", "{}", new byte[0]);
    assertThat(test.rows("select d from t")).containsExactly("a\ufffdb\ufffdc\ufffdd\ufffd");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"a\": 1.50, \"b\": -1e-300, \"c\": true, \"d\": \"ü\\u0041\", \"a\": 2}",
        "[1, 2, {\"x\": null}]",
        "  {\"spaced\"  :\n 1}  ",
        "123456789012345678901234567890.123456789"
      })
  void jsonIsWhatPostgresMakesOfItsText(String json) throws SQLException {
    copied(0, 0, 0L, "", json, new byte[0]);
    assertThat(test.number("select count(*) from t where e = '" + json + "'::jsonb")).isEqualTo(1);
  }

  @Test
  void aSliceOfALargerArrayIsEnough() throws SQLException {
    byte[] bytes = "xx{\"a\":1}yy".getBytes(StandardCharsets.UTF_8);
    encoder.begin();
    encoder.row(1);
    encoder.jsonb(bytes, 2, 7);
    encoder.end();
    encoder.send(connection, "copy t (e) from stdin (format binary)");
    assertThat(test.rows("select e from t")).containsExactly("{\"a\": 1}");
  }

  @Test
  void bytesOfAnyValue() throws SQLException {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    copied(0, 0, 0L, "", "{}", all);
    assertThat(
            test.rows(
                "select sha256(f) = sha256(decode(string_agg(lpad(to_hex(i), 2, '0'), ''"
                    + " order by i), 'hex')) from t, generate_series(0, 255) i group by f"))
        .containsExactly("t");
  }

  @Test
  void nulls() throws SQLException {
    encoder.begin();
    encoder.row(6);
    encoder.nullField();
    encoder.int8(null);
    encoder.timestamp(null);
    encoder.text(null);
    encoder.nullField();
    encoder.bytea(null);
    encoder.end();
    assertThat(encoder.send(connection, COPY)).isEqualTo(1);
    assertThat(test.rows("select * from t")).containsExactly("null|null|null|null|null|null");
  }

  @Test
  void manyRowsAndABufferUsedAgain() throws SQLException {
    for (int round = 0; round < 3; round++) {
      encoder.begin();
      for (int i = 0; i < 20_000; i++) {
        row(i, i, (long) i, "text " + i, "{\"n\":" + i + '}', new byte[] {1});
      }
      encoder.end();
      assertThat(encoder.send(connection, COPY)).isEqualTo(20_000);
    }
    assertThat(test.rows("select count(*), sum(a), count(distinct d) from t"))
        .containsExactly("60000|599970000|20000");
  }

  @Test
  void aRefusedCopyLeavesTheConnectionUsable() throws SQLException {
    assertThatThrownBy(() -> copied(0, 0, 0L, "", "{nonsense", new byte[0]))
        .isInstanceOf(SQLException.class);
    assertThat(copied(1, 2, 0L, "", "{}", new byte[0])).startsWith("1|2|");
  }

  private String copied(int a, long b, @Nullable Long micros, String d, String json, byte[] bytes)
      throws SQLException {
    encoder.begin();
    row(a, b, micros, d, json, bytes);
    encoder.end();
    assertThat(encoder.send(connection, COPY)).isEqualTo(1);
    List<String> rows = test.rows("select a, b, d from t");
    return rows.getLast();
  }

  private void row(int a, long b, @Nullable Long micros, String d, String json, byte[] bytes) {
    encoder.row(6);
    encoder.int4(a);
    encoder.int8(b);
    encoder.timestamp(micros);
    encoder.text(d);
    byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
    encoder.jsonb(utf8, 0, utf8.length);
    encoder.bytea(bytes);
  }
}
