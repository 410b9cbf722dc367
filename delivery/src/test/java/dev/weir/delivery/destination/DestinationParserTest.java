package dev.weir.delivery.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.core.route.InvalidRouteException;
import dev.weir.delivery.destination.Destination.MqttRepublish;
import dev.weir.delivery.destination.Destination.Stored;
import dev.weir.delivery.destination.Destination.Webhook;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DestinationParserTest {

  @Test
  void allOfAWebhook() {
    assertThat(
            parse(
                "webhook",
                "{'url':'https://h.example:8443/a?b=c','method':'PUT','secret':'s',"
                    + "'previous_secret':'p','headers':{'X-A':'b c'},'timeout_seconds':2.5}"))
        .isEqualTo(
            new Webhook(
                URI.create("https://h.example:8443/a?b=c"),
                "PUT",
                "s",
                "p",
                Map.of("X-A", "b c"),
                Duration.ofMillis(2_500)));
  }

  @Test
  void theLeastOfAWebhook() {
    assertThat(parse("webhook", "{'url':'http://h.example','secret':null}"))
        .isEqualTo(new Webhook(URI.create("http://h.example"), "POST", null, null, Map.of(), null));
  }

  @Test
  void others() {
    assertThat(parse("postgresql", "{}")).isEqualTo(new Stored());
    assertThat(parse("mqtt_republish", "{'topic':'out/{device_id}'}"))
        .isEqualTo(new MqttRepublish("out/{device_id}", null, null, null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "webhook | [] | destination_config must be a JSON object",
        "webhook | {'url' | destination_config must be a JSON object",
        "webhook | {} | url is missing",
        "webhook | {'url':1} | url must be a string of 1 to 2048 characters",
        "webhook | {'url':'ftp://h'} | url must begin with http:// or https://",
        "webhook | {'url':'h.example/x'} | url must begin with http:// or https://",
        "webhook | {'url':'http://u:p@h.example'} | url must not hold credentials",
        "webhook | {'url':'http://a@b@h.example'} | url must",
        "webhook | {'url':'http:///x'} | url must",
        "webhook | {'url':'http://h.example:0/'} | url must have a port from 1 to 65535",
        "webhook | {'url':'http://h.example:65536/'} | url must have a port from 1 to 65535",
        "webhook | {'url':'http://h.example/#f'} | url must not have a fragment",
        "webhook | {'url':'http://[::1%25lo]/'} | url must",
        "webhook | {'url':'http://h\\u3002example/'} | url must",
        "webhook | {'url':'http://h.example','x':1} | destination_config has the unknown member x",
        "webhook | {'url':'http://h.example','method':'GET'} | method must be POST, PUT or PATCH",
        "webhook | {'url':'http://h.example','secret':''} | secret must be a string of 1 to 512",
        "webhook | {'url':'http://h.example','secret':'whsec_!'} | secret must have Base64 after whsec_",
        "webhook | {'url':'http://h.example','previous_secret':'a'} | previous_secret must not be without secret",
        "webhook | {'url':'http://h.example','timeout_seconds':301} | timeout_seconds must be a number from 1 to 300",
        "webhook | {'url':'http://h.example','timeout_seconds':'1'} | timeout_seconds must be a number",
        "webhook | {'url':'http://h.example','headers':[]} | headers must be an object",
        "webhook | {'url':'http://h.example','headers':{'Host':'x'}} | headers must not hold Host",
        "webhook | {'url':'http://h.example','headers':{'Webhook-Id':'x'}} | headers must not hold Webhook-Id",
        "webhook | {'url':'http://h.example','headers':{'Content-Type':'x'}} | headers must not hold Content-Type",
        "webhook | {'url':'http://h.example','headers':{'a b':'x'}} | headers must have names of HTTP",
        "webhook | {'url':'http://h.example','headers':{'a':'x\\r\\ny'}} | headers: a must be 1 to 1024",
        "mqtt_republish | {} | topic is missing",
        "mqtt_republish | {'topic':'a','broker_url':'http://h'} | broker_url must begin with mqtt:// or mqtts://",
        "mqtt_republish | {'topic':'a','password':'x'} | password must not be without username",
        "mqtt_republish | {'topic':'a','username':'x'} | username must not be without broker_url",
        "kafka | {} | destination_type must be webhook, mqtt_republish or postgresql",
      })
  void refuses(String type, String config, String message) {
    assertThatThrownBy(() -> parse(type, config))
        .isInstanceOf(InvalidRouteException.class)
        .hasMessageContaining(message);
  }

  @Test
  void allThatIsWrongIsToldAtOnceAndNoSecret() {
    assertThatThrownBy(() ->
            parse(
                "webhook",
                "{'url':'ftp://h','method':'GET','secret':'whsec_hunter2!','zz':'hunter3'}"))
        .hasMessageContainingAll("url must", "method must", "secret must", "member zz")
        .hasMessageNotContainingAny("hunter2", "hunter3");
  }

  @Test
  void printsNoSecret() {
    assertThat(parse("webhook", "{'url':'http://h.example','secret':'hunter2'}").toString())
        .isEqualTo("webhook");
  }

  private static Destination parse(String type, String config) {
    return DestinationParser.parse(type, config.replace('\'', '"'));
  }
}
