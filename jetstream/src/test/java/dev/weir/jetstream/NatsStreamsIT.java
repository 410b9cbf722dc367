package dev.weir.jetstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.core.stream.StreamException;
import dev.weir.core.stream.StreamState;
import io.nats.client.Message;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.support.JsonParser;
import io.nats.client.support.JsonValueUtils;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NatsStreamsIT {

  private Fixture nats;

  @BeforeEach
  void start() throws Exception {
    nats = new Fixture();
  }

  @AfterEach
  void stop() throws Exception {
    nats.close();
  }

  @Test
  void namesTelemetryStreamsOnly() throws Exception {
    for (String name : new String[] {"TELEMETRY", "TELEMETRY-10", "TELEMETRY-x", "ROUTES"}) {
      nats.management.addStream(
          StreamConfiguration.builder().name(name).subjects("other." + name).build());
    }

    assertThat(nats.streams.names()).containsExactly("TELEMETRY", "TELEMETRY-0", "TELEMETRY-10");
  }

  @Test
  void stateOfAStream() throws Exception {
    nats.publish(1, 5);
    nats.management.deleteMessage(Fixture.STREAM, 1);

    StreamState state = nats.state();

    assertThat(state.firstSeq()).isEqualTo(2);
    assertThat(state.lastSeq()).isEqualTo(5);
    assertThat(state.messages()).isEqualTo(4);
    assertThat(state.bytes()).isPositive();
    assertThat(state.maxBytes()).isEqualTo(-1);
    assertThat(Instant.ofEpochSecond(0, state.createdNanos())).isEqualTo(createdAsTheServerSays());
    assertThat(nats.streams.state("TELEMETRY-9")).isNull();
  }

  @Test
  void firstOfAnEmptyStreamIsTheNext() throws Exception {
    assertThat(nats.state().firstSeq()).isEqualTo(1);
    nats.publish(1, 3);
    nats.management.purgeStream(Fixture.STREAM);

    assertThat(nats.state().firstSeq()).isEqualTo(4);
    assertThat(nats.state().lastSeq()).isEqualTo(3);
  }

  @Test
  void arrivalOfAMessage() throws Exception {
    nats.publish(1, 3);
    nats.management.deleteMessage(Fixture.STREAM, 2);

    assertThat(arrival(1)).isLessThan(arrival(3));
    assertThat(nats.streams.arrivalNanos(Fixture.STREAM, 2)).isEmpty();
    assertThat(nats.streams.arrivalNanos(Fixture.STREAM, 4)).isEmpty();
    assertThatThrownBy(() -> nats.streams.arrivalNanos("TELEMETRY-9", 1))
        .isInstanceOf(StreamException.class);
  }

  @Test
  void firstAfterATime() throws Exception {
    nats.publish(1, 100);

    for (int seq = 1; seq < 100; seq++) {
      assertThat(firstAfter(arrival(seq))).hasValue(seq + 1);
      assertThat(firstAfter(arrival(seq) - 1)).hasValue(seq);
    }
    assertThat(firstAfter(arrival(100))).isEmpty();
    assertThat(firstAfter(0)).hasValue(1);
  }

  @Test
  void firstAfterATimeAmongDeletedMessages() throws Exception {
    nats.publish(1, 50);
    long tenth = arrival(10);
    long fortieth = arrival(40);
    for (int seq = 11; seq <= 39; seq++) {
      nats.management.deleteMessage(Fixture.STREAM, seq);
    }
    nats.management.deleteMessage(Fixture.STREAM, 1);
    nats.management.deleteMessage(Fixture.STREAM, 50);

    assertThat(firstAfter(0)).hasValue(2);
    assertThat(firstAfter(tenth)).hasValue(40);
    assertThat(firstAfter(fortieth - 1)).hasValue(40);
    assertThat(firstAfter(fortieth)).hasValue(41);
    assertThat(firstAfter(arrival(49))).isEmpty();
  }

  @Test
  void firstAfterATimeInAnEmptyStream() throws Exception {
    assertThat(firstAfter(0)).isEmpty();
    nats.publish(1, 3);
    nats.management.purgeStream(Fixture.STREAM);

    assertThat(firstAfter(0)).isEmpty();
    nats.publish(4, 1);
    assertThat(firstAfter(0)).hasValue(4);
  }

  @Test
  void purgesBelow() throws Exception {
    nats.publish(1, 10);

    nats.streams.purgeBelow(Fixture.STREAM, 1);
    assertThat(nats.state().firstSeq()).isEqualTo(1);
    nats.streams.purgeBelow(Fixture.STREAM, 7);
    assertThat(nats.state().firstSeq()).isEqualTo(7);
    nats.streams.purgeBelow(Fixture.STREAM, 10);
    assertThat(nats.state().messages()).isEqualTo(1);
    assertThatThrownBy(() -> nats.streams.purgeBelow(Fixture.STREAM, 1_000))
        .isInstanceOf(StreamException.class)
        .hasMessageContaining("ends at 10");
    assertThat(nats.state().messages()).isEqualTo(1);
  }

  @Test
  void saysThatTheServerIsAway() {
    nats.server.kill();

    assertThatThrownBy(() -> nats.state()).isInstanceOf(StreamException.class);
  }

  private long arrival(long seq) {
    return nats.streams.arrivalNanos(Fixture.STREAM, seq).orElseThrow();
  }

  private OptionalLong firstAfter(long timeNanos) {
    return nats.streams.firstSeqAfter(Fixture.STREAM, timeNanos);
  }

  private Instant createdAsTheServerSays() throws Exception {
    String subject = "$JS.API.STREAM.INFO." + Fixture.STREAM;
    Message reply = nats.client.request(subject, new byte[0], Duration.ofSeconds(5));
    byte[] json = Objects.requireNonNull(reply).getData();
    return Instant.parse(JsonValueUtils.readString(JsonParser.parse(json), "created"));
  }
}
