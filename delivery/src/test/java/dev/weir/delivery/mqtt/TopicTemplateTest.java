package dev.weir.delivery.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.core.message.Topic;
import dev.weir.core.route.InvalidRouteException;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TopicTemplateTest {

  private static final Topic PUMP = new Topic("acme", "pump-1", "telemetry");

  @ParameterizedTest
  @CsvSource({
    "fleet/all, fleet/all",
    "'{tenant_id}/{msg_type}/{device_id}', acme/telemetry/pump-1",
    "'site/{device_id}-copy', site/pump-1-copy",
    "'x{tenant_id}{device_id}', xacmepump-1",
    "'/{device_id}/', /pump-1/",
    "'//', //",
    "'a b/ä', 'a b/ä'",
    "'a/$b', 'a/$b'",
    "'tenant/{tenant_id}/device/{device_id}', tenant/acme/device/pump-1",
    "'tenant/{tenant_id}/copy/{device_id}/{msg_type}', tenant/acme/copy/pump-1/telemetry",
    "'out/tenant/{tenant_id}/device/{device_id}/x', out/tenant/acme/device/pump-1/x",
  })
  void becomesATopic(String template, String topic) {
    assertThat(TopicTemplate.parse(template).expand(PUMP)).isEqualTo(topic);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a/+",
        "a/#",
        "a+b",
        "$SYS/x",
        "$share/g/x",
        "a/{site_id}",
        "a/{device_id",
        "a/device_id}",
        "a/{{device_id}}",
        "a/{}",
        "a/{device_/id}",
        "a/{Device_id}",
        "a\0b",
        "a\nb",
        "a\u0085b",
        "a\uD800b",
        "a\uFFFEb",
        "a\uFDD0b",
        "a\uD83F\uDFFFb",
      })
  void isRefused(String template) {
    refuses(template);
  }

  @Test
  void isBoundedInBytes() {
    assertThat(TopicTemplate.parse("ä".repeat(256)).toString()).hasSize(256);
    refuses("ä".repeat(256) + 'a');
  }

  /** Whatever devices and tenants are called, also {@code tenant} and {@code device}. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "tenant/{tenant_id}/device/{device_id}/{msg_type}",
        "tenant/{tenant_id}/device/{device_id}/copy",
        "tenant/other/device/fixed/telemetry",
        "{tenant_id}/x/device/y/z",
        "tenant/x/{device_id}/y/z",
        "{tenant_id}/{tenant_id}/{device_id}/{device_id}/{msg_type}",
        "{msg_type}/x/{msg_type}/y/z",
        "ten{msg_type}/x/dev{device_id}/y/z",
        "{tenant_id}{device_id}/x/d{msg_type}e/y/z",
        "tenant//device//",
      })
  void neverBecomesATopicOfDevices(String template) {
    refuses(template);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{tenant_id}s/x/device/y/z",
        "Tenant/x/device/y/z",
        "/tenant/x/device/y/z",
        "tenant/x/device/y",
        "tenant/x/device/y/z/",
        "tenant/x/devices/y/z",
        "tenant/x/a{device_id}/y/z",
        "tenant/x/device{device_id}/y/z",
      })
  void otherwiseItMay(String template) {
    assertThat(TopicTemplate.parse(template).toString()).isEqualTo(template);
  }

  @ParameterizedTest
  @CsvSource({
    "'tenant/{tenant_id}', tenant/#, true",
    "'tenant', tenant/#, true",
    "'{tenant_id}/x', tenant/#, true",
    "'out/{tenant_id}', tenant/#, false",
    "'out/{tenant_id}', #, true",
    "'out/{tenant_id}', +/+, true",
    "'out/{tenant_id}', +, false",
    "'out/{tenant_id}', out/acme, true",
    "'out/{msg_type}', out/Acme, false",
    "'out/{msg_type}/x', out/telemetry, false",
    "'out', out/telemetry, false",
  })
  void tellsWhetherItComesBack(String template, String filter, boolean comesBack) {
    assertThat(TopicTemplate.parse(template).comesBack(List.of("none/of/it", filter)))
        .isEqualTo(comesBack);
  }

  @Test
  void refusesWhatComesBackBehindAPrefix() {
    TopicTemplate vouched = TopicTemplate.parse("by/tenant/{tenant_id}/device/y/{msg_type}");

    assertThatThrownBy(() -> vouched.requireNotBehind("by/"))
        .isInstanceOf(InvalidRouteException.class)
        .hasMessageContaining("behind by/ (MQTT_IDENTITY_TOPIC_PREFIX)");
    vouched.requireNotBehind("from/");
    vouched.requireNotBehind(null);
    TopicTemplate.parse("by/{device_id}").requireNotBehind("by/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "+", "#", "a\0", "", "{msg_type}", "ä"})
  void noValueBringsLevelsOrWildcards(String value) {
    TopicTemplate template = TopicTemplate.parse("{tenant_id}/{device_id}/{msg_type}");

    for (Topic bad :
        List.of(
            new Topic(value, "d", "m"), new Topic("t", value, "m"), new Topic("t", "d", value))) {
      assertThatThrownBy(() -> template.expand(bad)).isInstanceOf(InvalidRouteException.class);
    }
  }

  /** What expands to a topic of devices was refused, whatever pieces it is made of. */
  @Test
  void whatIsAcceptedLoopsForNobody() {
    List<String> pieces =
        List.of("tenant", "device", "/", "/", "/", "{tenant_id}", "{device_id}", "{msg_type}", "t");
    List<String> names = List.of("tenant", "device", "t", "enant", "devic");
    Random random = new Random(6);
    for (int i = 0; i < 20_000; i++) {
      String text =
          IntStream.range(0, 1 + random.nextInt(11))
              .mapToObj(n -> pieces.get(random.nextInt(pieces.size())))
              .collect(Collectors.joining());
      Topic of = new Topic(one(names, random), one(names, random), one(names, random));
      TopicTemplate template;
      try {
        template = TopicTemplate.parse(text);
      } catch (InvalidRouteException refused) {
        continue;
      }
      assertThat(Topic.parse(template.expand(of))).as(text).isNull();
    }
  }

  private static String one(List<String> names, Random random) {
    return names.get(random.nextInt(names.size()));
  }

  private static void refuses(String template) {
    assertThatThrownBy(() -> TopicTemplate.parse(template))
        .isInstanceOf(InvalidRouteException.class)
        .hasMessageStartingWith("topic: ");
  }
}
