package dev.weir.delivery.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class BrokerPoolTest {

  private static final Broker A = broker("a", "secret");
  private static final Broker B = broker("b", "secret");
  private static final Broker C = broker("c", "secret");

  @Test
  void aBrokerHasOneConnectionForEachLogin() {
    try (BrokerPool pool = pool(10, Duration.ofMinutes(1))) {
      BrokerConnection first = usedOnce(pool, A);

      assertThat(usedOnce(pool, broker("a", "secret"))).isSameAs(first);
      assertThat(usedOnce(pool, broker("a", "other"))).isNotSameAs(first);
      assertThat(pool.size()).isEqualTo(2);
    }
  }

  @Test
  void whatWasNotUsedForLongestGoesWhereThereIsNoRoom() {
    try (BrokerPool pool = pool(2, Duration.ofMinutes(1))) {
      BrokerConnection a = usedOnce(pool, A);
      BrokerConnection b = usedOnce(pool, B);
      assertThat(usedOnce(pool, A)).isSameAs(a);

      assertThat(usedOnce(pool, C)).isNotNull();

      assertThat(pool.size()).isEqualTo(2);
      assertThat(usedOnce(pool, A)).isSameAs(a);
      assertThat(usedOnce(pool, B)).isNotSameAs(b);
    }
  }

  @Test
  void whatIsInUseStays() {
    try (BrokerPool pool = pool(2, Duration.ofMillis(20));
        BrokerPool.Use a = used(pool, A)) {
      try (BrokerPool.Use b = used(pool, B)) {
        assertThat(pool.use(C)).as("beside %s", b.connection()).isNull();
      }
      await().until(() -> pool.size() == 1);

      assertThat(usedOnce(pool, A)).isSameAs(a.connection());
    }
  }

  @Test
  void afterTheEndThereIsNoRoom() {
    BrokerPool pool = pool(2, Duration.ofMinutes(1));
    pool.close();

    assertThat(pool.use(A)).isNull();
  }

  @Test
  void aBrokerPrintsNoPassword() {
    assertThat(A.toString()).isEqualTo("mqtt://a:1883");
  }

  private static BrokerConnection usedOnce(BrokerPool pool, Broker broker) {
    try (BrokerPool.Use use = used(pool, broker)) {
      return use.connection();
    }
  }

  private static BrokerPool.Use used(BrokerPool pool, Broker broker) {
    BrokerPool.@Nullable Use use = pool.use(broker);
    return Objects.requireNonNull(use);
  }

  private static BrokerPool pool(int max, Duration idle) {
    return new BrokerPool(
        max,
        idle,
        broker ->
            new BrokerConnection(
                broker, host -> List.of(InetAddress.getLoopbackAddress()), Duration.ofSeconds(1)));
  }

  private static Broker broker(String host, String password) {
    return new Broker(host, 1883, true, false, null, null, "user", password);
  }
}
