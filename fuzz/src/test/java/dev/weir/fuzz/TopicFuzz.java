package dev.weir.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.core.message.Subjects;
import dev.weir.core.message.Topic;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A topic, and the tenant that may be read of one that is wrong. */
public final class TopicFuzz {

  private static final String ID = "([A-Za-z0-9._:@=-]{1,128})";
  private static final Pattern TOPIC =
      Pattern.compile("tenant/" + ID + "/device/" + ID + "/([a-z0-9_-]{1,64})");
  private static final Pattern READABLE =
      Pattern.compile("tenant/" + ID + "(?:/.*)?", Pattern.DOTALL);
  private static final int PARTITIONS = 7;

  private TopicFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    Matcher matcher = TOPIC.matcher(text);
    Topic expected =
        matcher.matches() ? new Topic(matcher.group(1), matcher.group(2), matcher.group(3)) : null;
    Topic topic = Topic.parse(text);
    Fault.unless(Objects.equals(topic, expected), "a topic is what the expression matches");
    Matcher readable = READABLE.matcher(text);
    Fault.unless(
        Objects.equals(Topic.readableTenant(text), readable.matches() ? readable.group(1) : null),
        "a tenant is read where the expression finds one");
    if (topic != null) {
      Fault.unless(topic.toString().equals(text), "a topic is written as it was read");
      subject(topic);
    }
  }

  private static void subject(Topic topic) {
    String token = Subjects.encodeTenant(topic.tenantId());
    Fault.unless(
        topic.tenantId().equals(Subjects.decodeTenant(token)), "a tenant survives its subject");
    String subject = Subjects.telemetry(topic.tenantId(), topic.deviceId(), PARTITIONS);
    List<String> tokens = List.of(subject.split("\\.", -1));
    Fault.unless(tokens.size() == 3 && tokens.get(2).equals(token), "a subject has three tokens");
    int partition = Integer.parseInt(tokens.get(1));
    Fault.unless(partition >= 0 && partition < PARTITIONS, "the partition is one of them");
  }
}
