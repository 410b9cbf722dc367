package dev.weir.app.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.weir.core.verdict.RejectReason;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

class MessageMakerTest {

  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final long INTERVAL_NANOS = 1_000_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Fleet fleet = new Fleet(7, "tenant", 5, 50);

  @Test
  void theSameSeedGivesTheSameMessages() {
    MessageMaker one = maker(42, Mix.evenlyBad(0.5, 0.05, 0.3));
    MessageMaker other = maker(42, Mix.evenlyBad(0.5, 0.05, 0.3));

    for (long i = 999; i >= 0; i--) {
      SimulatedMessage a = one.make(i);
      SimulatedMessage b = other.make(i);
      assertThat(a.body()).isEqualTo(b.body());
      assertThat(a.topic()).isEqualTo(b.topic());
      assertThat(a.messageId()).isEqualTo(b.messageId());
      assertThat(a.expectation()).isEqualTo(b.expectation());
    }
  }

  @Test
  void anotherSeedGivesOthers() {
    SimulatedMessage a = maker(1, Mix.allGood()).make(5);
    SimulatedMessage b = maker(2, Mix.allGood()).make(5);

    assertThat(Arrays.equals(a.body(), b.body())).isFalse();
    assertThat(a.messageId()).isNotEqualTo(b.messageId());
  }

  @Test
  void sharesAreKept() {
    MessageMaker maker = maker(3, Mix.evenlyBad(0.3, 0.1, 0.46));
    Map<Expectation, Integer> counts = new HashMap<>();
    int natives = 0;
    int count = 50_000;
    for (int i = 0; i < count; i++) {
      SimulatedMessage message = maker.make(i);
      counts.merge(message.expectation(), 1, Integer::sum);
      natives += message.form() == SimulatedMessage.Form.NATIVE ? 1 : 0;
    }

    assertThat(natives / (double) count).isCloseTo(0.3, within(0.02));
    assertThat(share(counts, Expectation.STORED, count)).isCloseTo(0.44, within(0.02));
    assertThat(share(counts, Expectation.DUPLICATE, count)).isCloseTo(0.1, within(0.01));
    for (RejectReason reason : Transport.NATS.provokable()) {
      assertThat(share(counts, new Expectation.Rejected(reason), count))
          .as(reason.name())
          .isCloseTo(0.02, within(0.005));
    }
  }

  @Test
  void readingsAreUniqueAndDuplicatesRepeatThem() {
    MessageMaker maker =
        maker(4, new Mix(0.5, 0.2, Map.of(RejectReason.DUPLICATE_KEY_CONFLICT, 0.2)));
    Map<String, JsonNode> stored = new HashMap<>();
    Set<String> duplicated = new HashSet<>();
    Set<String> contested = new HashSet<>();
    Set<String> messageIds = new HashSet<>();
    for (int i = 0; i < 5_000; i++) {
      SimulatedMessage message = maker.make(i);
      JsonNode payload = payload(message);
      String identity = message.topic() + payload.get("ts") + payload.get("seq");
      assertThat(messageIds.add(message.messageId())).isTrue();
      switch (message.expectation()) {
        case Expectation.Stored _ ->
            assertThat(stored.put(identity, payload.get("metrics"))).isNull();
        case Expectation.Duplicate _ -> {
          assertThat(payload.get("metrics")).isEqualTo(stored.get(identity));
          duplicated.add(identity);
        }
        case Expectation.Rejected _ -> {
          assertThat(stored).containsKey(identity);
          assertThat(payload.get("metrics")).isNotEqualTo(stored.get(identity));
          contested.add(identity);
        }
      }
    }
    assertThat(duplicated).isNotEmpty().doesNotContainAnyElementsOf(contested);
    assertThat(contested).isNotEmpty();
  }

  @Test
  void goodMessagesAreOfTheUsualSize() {
    MessageMaker maker = maker(5, Mix.allGood());
    double bytes = IntStream.range(0, 1_000).mapToLong(i -> maker.make(i).body().length).sum();

    assertThat(bytes / 1_000).isBetween(320.0, 400.0);
  }

  @Test
  void eachReasonHasItsFlawInBothForms() {
    for (double nativeShare : new double[] {0, 1}) {
      MessageMaker maker = maker(6, Mix.evenlyBad(nativeShare, 0.05, 0.8));
      Map<RejectReason, Integer> seen = new EnumMap<>(RejectReason.class);
      for (int i = 0; i < 20_000; i++) {
        SimulatedMessage message = maker.make(i);
        if (message.expectation() instanceof Expectation.Rejected rejected) {
          seen.merge(rejected.reason(), 1, Integer::sum);
          assertFlaw(message, rejected.reason());
        }
      }
      assertThat(seen.keySet()).containsExactlyInAnyOrderElementsOf(Transport.NATS.provokable());
    }
  }

  @Test
  void aMixThatCannotBeIsRefused() {
    assertThatThrownBy(() -> new Mix(2, 0, Map.of())).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Mix.evenlyBad(1, 0.5, 0.5))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Mix(1, 0, Map.of(RejectReason.RATE_LIMITED, 0.1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** A look from outside at what is wrong, where one glance tells. */
  private void assertFlaw(SimulatedMessage message, RejectReason reason) {
    switch (reason) {
      case BAD_TOPIC_FORMAT ->
          assertThat(message.topic()).doesNotMatch("tenant/[^/]+/device/[^/]+/[a-z0-9_-]+");
      case PAYLOAD_TOO_LARGE -> assertThat(message.body().length).isGreaterThan(8_192);
      case INVALID_JSON -> {}
      case UNREGISTERED_DEVICE -> assertThat(isRegistered(message)).isFalse();
      case MISSING_SITE_ID -> assertThat(payload(message).path("site_id").asString("")).isEmpty();
      case TOO_MANY_METRICS -> {
        assertThat(payload(message).get("metrics").size()).isGreaterThan(50);
        assertThat(message.body().length).isLessThan(8_192);
      }
      case TOKEN_MISSING -> {
        assertThat(message.token()).isNull();
        assertThat(payload(message).has("provision_token")).isFalse();
      }
      case TIMESTAMP_IN_FUTURE ->
          assertThat(Instant.parse(payload(message).get("ts").asString())).isAfter(START);
      default -> {
        assertThat(payload(message).isObject()).isTrue();
        assertThat(isRegistered(message)).isTrue();
      }
    }
  }

  private boolean isRegistered(SimulatedMessage message) {
    return fleet.registered().stream()
        .anyMatch(device ->
            device.tenantId().equals(message.tenantId())
                && device.deviceId().equals(message.deviceId()));
  }

  private static JsonNode payload(SimulatedMessage message) {
    JsonNode body = JSON.readTree(new String(message.body(), StandardCharsets.UTF_8));
    return switch (message.form()) {
      case NATIVE -> body;
      case ENVELOPE -> {
        assertThat(body.get("topic").asString()).isEqualTo(message.topic());
        JsonNode payload = Objects.requireNonNull(body.get("payload"));
        yield payload.isString() ? JSON.readTree(payload.asString()) : payload;
      }
    };
  }

  private static double share(Map<Expectation, Integer> counts, Expectation key, int count) {
    return counts.getOrDefault(key, 0) / (double) count;
  }

  private MessageMaker maker(long seed, Mix mix) {
    return new MessageMaker(seed, fleet, mix, START, INTERVAL_NANOS);
  }
}
