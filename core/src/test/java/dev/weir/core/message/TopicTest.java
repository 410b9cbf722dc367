package dev.weir.core.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicTest {

  private static final String ID_CHARS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:@=-";
  private static final String MSG_TYPE_CHARS = "abcdefghijklmnopqrstuvwxyz0123456789_-";

  @ParameterizedTest
  @CsvSource({
    "tenant/t1/device/d1/telemetry, t1, d1, telemetry",
    "tenant/t/device/d/m, t, d, m",
    "tenant/A.b_c:d@e=f-9/device/..../heart_beat-2, A.b_c:d@e=f-9, ...., heart_beat-2",
    "tenant/tenant/device/device/device, tenant, device, device",
  })
  void reads(String text, String tenant, String device, String msgType) {
    Topic topic = Topic.parse(text);

    assertThat(topic).isEqualTo(new Topic(tenant, device, msgType));
    assertThat(topic).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "tenant",
        "tenant/",
        "tenant/t1",
        "tenant/t1/device",
        "tenant/t1/device/d1",
        "tenant/t1/device/d1/",
        "tenant/t1/device/d1/m/",
        "tenant/t1/device/d1/m/x",
        "/tenant/t1/device/d1/m",
        "tenant//device/d1/m",
        "tenant/t1/device//m",
        "tenant/t1/devices/d1/m",
        "tenants/t1/device/d1/m",
        "Tenant/t1/device/d1/m",
        "tenant/t1/Device/d1/m",
        "tenant/t1//device/d1/m",
        "tenant/t 1/device/d1/m",
        "tenant/t1/device/d1/M",
        "tenant/t1/device/d1/m.x",
        "tenant/t1/device/d1/m ",
        "tenant/t1/device/+/m",
        "tenant/t1/device/#",
        "tenant/t%2E1/device/d1/m",
        "tenant/é/device/d1/m",
        "tenant/t1/device/d1\u0000/m",
        "tenant/t1\n/device/d1/m",
      })
  void refuses(String text) {
    assertThat(Topic.parse(text)).isNull();
  }

  @Test
  void knowsExactlyTheCharactersAllowed() {
    for (char c = 0; c < 0x180; c++) {
      boolean inId = ID_CHARS.indexOf(c) >= 0;
      boolean inMsgType = MSG_TYPE_CHARS.indexOf(c) >= 0;
      assertThat(Topic.isId("a" + c)).as("id with %04x", (int) c).isEqualTo(inId);
      assertThat(Topic.isMsgType("a" + c)).as("msg_type with %04x", (int) c).isEqualTo(inMsgType);
      assertThat(Topic.parse("tenant/" + c + "/device/d/m") != null).isEqualTo(inId);
      assertThat(Topic.parse("tenant/t/device/" + c + "/m") != null).isEqualTo(inId);
      assertThat(Topic.parse("tenant/t/device/d/" + c) != null).isEqualTo(inMsgType);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, false", "1, true", "64, true", "65, false", "128, false"})
  void boundsAMsgType(int length, boolean good) {
    assertThat(Topic.isMsgType("m".repeat(length))).isEqualTo(good);
    assertThat(Topic.parse("tenant/t/device/d/" + "m".repeat(length)) != null).isEqualTo(good);
  }

  @ParameterizedTest
  @CsvSource({"0, false", "1, true", "128, true", "129, false"})
  void boundsAnId(int length, boolean good) {
    String id = "i".repeat(length);

    assertThat(Topic.isId(id)).isEqualTo(good);
    assertThat(Topic.parse("tenant/" + id + "/device/d/m") != null).isEqualTo(good);
    assertThat(Topic.parse("tenant/t/device/" + id + "/m") != null).isEqualTo(good);
    assertThat(Topic.readableTenant("tenant/" + id) != null).isEqualTo(good);
  }

  @ParameterizedTest
  @CsvSource({
    "tenant/t1/device/d1/telemetry, t1",
    "tenant/t1/device/d1/BAD, t1",
    "tenant/t1/x, t1",
    "tenant/t1/, t1",
    "tenant/t1, t1",
    "tenant/,",
    "tenant//x,",
    "tenant/t 1/x,",
    "tenant/%/x,",
    "tenants/t1,",
    "x/tenant/t1,",
    "'',",
  })
  void readsTheTenantOfATopicThatIsWrongElsewhere(String text, String tenant) {
    assertThat(Topic.readableTenant(text)).isEqualTo(tenant);
  }
}
