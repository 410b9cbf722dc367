package dev.weir.app.rules;

import dev.weir.core.message.Subjects;
import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message in the making: one that every check passes, until it is changed. Its parts are the JSON
 * that will stand there; a part that is removed is left out.
 */
final class Attempt {

  /** How it travels. */
  enum Form {
    NATIVE,
    ENVELOPE,
    ENVELOPE_WITH_A_STRING
  }

  final Map<String, String> fields = new LinkedHashMap<>();
  final Map<String, String> metrics = new LinkedHashMap<>();
  final Form form;
  String tenant = "acme";
  String device = "plain";
  String msgType = "telemetry";
  String afterTopic = "";
  String afterPayload = "";
  @Nullable String subjectTenant;
  @Nullable String username;
  @Nullable String headerToken;

  Attempt(Form form) {
    this.form = form;
    fields.put("site_id", "\"s1\"");
    fields.put("provision_token", "\"secret\"");
    metrics.put("\"t\"", "1");
  }

  Attempt with(String field, String json) {
    fields.put(field, json);
    return this;
  }

  Attempt without(String field) {
    fields.remove(field);
    return this;
  }

  Attempt metric(String key, String json) {
    metrics.put(key, json);
    return this;
  }

  Attempt of(String otherTenant, String otherDevice) {
    tenant = otherTenant;
    device = otherDevice;
    return this;
  }

  Attempt vouchedFor(String name) {
    username = name;
    return this;
  }

  /** Fills the payload up to a size in bytes. */
  Attempt sized(int bytes) {
    fields.put("padding", "\"\"");
    int missing = bytes - payload().getBytes(StandardCharsets.UTF_8).length;
    fields.put("padding", '"' + "x".repeat(missing) + '"');
    return this;
  }

  String topic() {
    return "tenant/" + tenant + "/device/" + device + '/' + msgType + afterTopic;
  }

  /** The stream that is not partitioned: one lane judges all in the order of their sequences. */
  String subject() {
    return Subjects.telemetry(subjectTenant == null ? tenant : subjectTenant);
  }

  Headers headers() {
    Headers headers = new Headers();
    if (form == Form.NATIVE) {
      headers.add("Weir-Topic", topic());
      if (username != null) {
        headers.add("Weir-Username", username);
      }
    }
    if (headerToken != null) {
      headers.add("Weir-Provision-Token", headerToken);
    }
    return headers;
  }

  byte[] body() {
    String body =
        switch (form) {
          case NATIVE -> payload();
          case ENVELOPE -> envelope(payload());
          case ENVELOPE_WITH_A_STRING -> envelope(quote(payload()));
        };
    return body.getBytes(StandardCharsets.UTF_8);
  }

  String payload() {
    StringBuilder json = new StringBuilder("{");
    fields.forEach(
        (name, value) -> json.append('"').append(name).append("\":").append(value).append(','));
    if (!fields.containsKey("metrics")) {
      json.append("\"metrics\":{");
      metrics.forEach((name, value) -> json.append(name).append(':').append(value).append(','));
      trim(json).append("},");
    }
    return trim(json).append('}').append(afterPayload).toString();
  }

  private String envelope(String payload) {
    String user = username == null ? "" : ",\"username\":" + quote(username);
    return "{\"topic\":" + quote(topic()) + user + ",\"payload\":" + payload + '}';
  }

  private static StringBuilder trim(StringBuilder json) {
    if (json.charAt(json.length() - 1) == ',') {
      json.setLength(json.length() - 1);
    }
    return json;
  }

  private static String quote(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
