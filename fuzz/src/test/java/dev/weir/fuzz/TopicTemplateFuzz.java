package dev.weir.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.hivemq.client.mqtt.datatypes.MqttTopic;
import com.hivemq.client.mqtt.datatypes.MqttTopicFilter;
import dev.weir.core.message.Topic;
import dev.weir.core.route.InvalidRouteException;
import dev.weir.delivery.mqtt.TopicTemplate;
import java.util.List;
import java.util.regex.Pattern;

/** The template of a republished message's topic; then, by lines, three ids and a topic filter. */
public final class TopicTemplateFuzz {

  private static final Pattern FORBIDDEN = Pattern.compile("[+#\0]");
  private static final Pattern LOOP =
      Pattern.compile("tenant/[^/]*/device/[^/]*/[^/]*", Pattern.DOTALL);

  private TopicTemplateFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    String[] lines = new String(bytes, UTF_8).split("\n", 5);
    TopicTemplate template;
    try {
      template = TopicTemplate.parse(lines[0]);
    } catch (InvalidRouteException e) {
      Fault.unless(String.valueOf(e.getMessage()).startsWith("topic: "), "the field is named");
      return;
    }
    Fault.unless(template.toString().equals(lines[0]), "a template is written as it was read");
    Fault.unless(lines[0].getBytes(UTF_8).length <= TopicTemplate.MAX_BYTES, "it is bounded");
    expand(template, new Topic(at(lines, 1, "tenant"), at(lines, 2, "device"), at(lines, 3, "x")));
    matches(template, lines);
  }

  private static void expand(TopicTemplate template, Topic of) {
    String text = template.toString();
    boolean valid =
        (!text.contains("{tenant_id}") || Topic.isId(of.tenantId()))
            && (!text.contains("{device_id}") || Topic.isId(of.deviceId()))
            && (!text.contains("{msg_type}") || Topic.isMsgType(of.msgType()));
    String topic;
    try {
      topic = template.expand(of);
    } catch (InvalidRouteException e) {
      Fault.unless(!valid, "what is an id comes through");
      return;
    }
    Fault.unless(valid, "what is no id does not come through");
    Fault.unless(topic.equals(naive(text, of)), "placeholders become values");
    Fault.unless(levels(topic) == levels(text), "no level is added");
    Fault.unless(!FORBIDDEN.matcher(topic).find(), "nothing that topics must not hold");
    Fault.unless(!LOOP.matcher(topic).matches(), "no message comes in again");
    Fault.unless(!topic.startsWith("$"), "nothing is the broker's own");
    Fault.unless(MqttTopic.of(topic).toString().equals(topic), "the client takes it for a topic");
  }

  /** What a filter matches is foretold. */
  private static void matches(TopicTemplate template, String[] lines) {
    Topic of = new Topic(at(lines, 1, "tenant"), at(lines, 2, "device"), at(lines, 3, "x"));
    String written = at(lines, 4, "tenant/#");
    try {
      MqttTopicFilter filter = MqttTopicFilter.of(written);
      if (!filter.isShared() && filter.matches(MqttTopic.of(template.expand(of)))) {
        Fault.unless(template.comesBack(List.of(written)), "what comes back is foretold");
      }
    } catch (InvalidRouteException | IllegalArgumentException e) {
      return; // no filter, or no ids
    }
  }

  private static String naive(String template, Topic of) {
    return template
        .replace("{tenant_id}", of.tenantId())
        .replace("{device_id}", of.deviceId())
        .replace("{msg_type}", of.msgType());
  }

  private static long levels(String topic) {
    return topic.chars().filter(c -> c == '/').count();
  }

  private static String at(String[] lines, int line, String otherwise) {
    return line < lines.length ? lines[line] : otherwise;
  }
}
