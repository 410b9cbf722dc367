package dev.weir.timescale.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.session.SessionGrant;
import dev.weir.timescale.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(
    value = Stage.Kind.class,
    names = {"PARTITIONS", "PARTITIONS_THROUGH_PGBOUNCER"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresSessionStoreIT {

  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Duration EXPIRED = Duration.ZERO;

  @Parameter Stage.Kind kind = Stage.Kind.PARTITIONS;

  private Stage stage;
  private PostgresSessionStore sessions;

  @BeforeParameterizedClassInvocation
  void open() {
    stage = Stage.of(kind);
    sessions = new PostgresSessionStore(stage.database);
  }

  @BeforeEach
  void start() {
    stage.test.execute("delete from mqtt_sessions");
  }

  @AfterParameterizedClassInvocation
  void close() {
    stage.close();
  }

  @Test
  void theLowestThatNobodyHoldsIsTaken() {
    SessionGrant first = sessions.take("b", "one", LEASE);
    assertThat(first.clientId()).isEqualTo("b-0");
    assertThat(first.filters()).isEmpty();
    SessionGrant second = sessions.take("b", "two", LEASE);
    assertThat(second.clientId()).isEqualTo("b-1");
    assertThat(sessions.take("b", "three", LEASE).clientId()).isEqualTo("b-2");
    assertThat(sessions.take("other", "one", LEASE).clientId()).isEqualTo("other-0");

    sessions.release(first);
    sessions.release(new SessionGrant("b-2", "nobody", first.epoch(), Set.of()));
    assertThat(sessions.take("b", "four", LEASE).clientId()).isEqualTo("b-0");

    sessions.remove(second);
    assertThat(sessions.take("b", "five", LEASE).clientId()).isEqualTo("b-1");
  }

  @Test
  void allAtOnceGetOneEach() throws Exception {
    List<Callable<String>> takers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String owner = "o" + i;
      takers.add(() -> sessions.take("b", owner, LEASE).clientId());
    }
    List<String> taken = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<String> one : threads.invokeAll(takers)) {
        taken.add(one.get());
      }
    }
    assertThat(taken).doesNotHaveDuplicates().hasSize(20).contains("b-0", "b-19");
  }

  @Test
  void aLeaseThatRanOutIsAnybodysAndWhatItSubscribedToIsKnown() {
    SessionGrant lost = sessions.take("b", "one", EXPIRED);
    sessions.subscribed(lost, Set.of("$share/g/a/#", "b,\"c\""));

    SessionGrant taken = sessions.take("b", "two", LEASE);

    assertThat(taken.clientId()).isEqualTo("b-0");
    assertThat(taken.filters()).containsExactlyInAnyOrder("$share/g/a/#", "b,\"c\"");
    assertThat(sessions.renew(lost, LEASE)).isFalse();
    assertThat(sessions.renew(taken, LEASE)).isTrue();
    sessions.release(lost);
    sessions.remove(lost);
    sessions.subscribed(lost, Set.of());
    assertThat(sessions.renew(taken, LEASE)).as("nothing of that counts").isTrue();
  }

  @Test
  void anEarlierTakingByTheSameOwnerCountsNoMore() {
    SessionGrant earlier = sessions.take("b", "one", EXPIRED);
    SessionGrant now = sessions.take("b", "one", LEASE);

    assertThat(now.clientId()).isEqualTo(earlier.clientId());
    assertThat(now.epoch()).isGreaterThan(earlier.epoch());
    assertThat(sessions.renew(earlier, LEASE)).isFalse();
    sessions.release(earlier);
    sessions.remove(earlier);
    assertThat(sessions.renew(now, LEASE)).isTrue();
  }

  @Test
  void whatWasLeftForLongIsAdopted() {
    sessions.subscribed(sessions.take("b", "one", EXPIRED), Set.of("a/#"));
    assertThat(sessions.adopt("b", "two", LEASE, LEASE)).as("not yet").isNull();
    assertThat(sessions.adopt("other", "two", Duration.ZERO, LEASE)).isNull();
    assertThat(sessions.adopt("b", "one", Duration.ZERO, LEASE)).as("its own").isNull();

    SessionGrant adopted =
        Objects.requireNonNull(sessions.adopt("b", "two", Duration.ZERO, EXPIRED));

    assertThat(adopted.clientId()).isEqualTo("b-0");
    assertThat(adopted.filters()).containsExactly("a/#");
    // which it did not end
    SessionGrant again = Objects.requireNonNull(sessions.adopt("b", "two", Duration.ZERO, LEASE));
    assertThat(sessions.renew(adopted, LEASE)).isFalse();
    assertThat(sessions.adopt("b", "three", Duration.ZERO, LEASE)).isNull();
    sessions.release(again);
    assertThat(sessions.adopt("b", "three", Duration.ZERO, LEASE)).isNotNull();
  }

  @Test
  void whatIsSubscribedToNothingIsLeftForReuse() {
    SessionGrant empty = sessions.take("b", "one", EXPIRED);

    assertThat(sessions.adopt("b", "two", Duration.ZERO, LEASE)).isNull();
    assertThat(sessions.take("b", "two", LEASE).clientId()).isEqualTo(empty.clientId());
  }
}
