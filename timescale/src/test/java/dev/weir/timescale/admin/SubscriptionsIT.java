package dev.weir.timescale.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.admission.DeviceKey;
import dev.weir.timescale.Stage;
import dev.weir.timescale.admin.DeviceOutcome.NoRoom;
import dev.weir.timescale.admin.DeviceOutcome.NoSubscription;
import dev.weir.timescale.admin.DeviceOutcome.Plain;
import dev.weir.timescale.admin.SubscriptionChange.TermEnd;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Subscriptions, and the devices that take their places. */
@ParameterizedClass
@EnumSource(
    value = Stage.Kind.class,
    names = {"PARTITIONS", "PARTITIONS_THROUGH_PGBOUNCER"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SubscriptionsIT {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final DeviceChange NONE = DeviceChange.NONE;

  @Parameter Stage.Kind kind = Stage.Kind.PARTITIONS;

  private Stage stage;
  private SubscriptionStore subscriptions;
  private DeviceStore devices;

  @BeforeParameterizedClassInvocation
  void open() {
    stage = Stage.of(kind);
    subscriptions = new SubscriptionStore(stage.database);
    devices = new DeviceStore(stage.database);
  }

  @AfterParameterizedClassInvocation
  void close() {
    stage.close();
  }

  @BeforeEach
  void start() {
    stage.test.execute("truncate tenants, subscriptions, device_registry, device_certificates");
    stage.test.execute("insert into tenants (tenant_id) values ('t1'), ('t2')");
  }

  @Test
  void subscriptionsComeChangeAndGo() {
    Subscription main = subscription("main", 5);
    assertThat(subscriptions.add(main)).isEqualTo(Addition.ADDED);
    assertThat(subscriptions.add(subscription("main", 6))).isEqualTo(Addition.PRESENT);
    assertThat(subscriptions.find("t1", "main")).contains(main);
    assertThat(subscriptions.find("t2", "main")).isEmpty();

    Instant end = START.plusSeconds(1);
    var change =
        new SubscriptionChange(
            SubscriptionType.ADDON, 7, null, new TermEnd(end), SubscriptionStatus.GRACE);
    assertThat(subscriptions.set("t1", "main", change)).isEqualTo(SubscriptionStore.Change.CHANGED);
    Subscription changed = change.of(main);
    assertThat(subscriptions.list("t1")).containsExactly(changed);
    assertThat(changed.termEnd()).isEqualTo(end);

    var never = new SubscriptionChange(null, null, null, new TermEnd(null), null);
    var tooEarly = new SubscriptionChange(null, 0, null, new TermEnd(START), null);
    assertThat(subscriptions.set("t1", "main", tooEarly))
        .isEqualTo(SubscriptionStore.Change.ENDS_BEFORE_IT_STARTS);
    assertThat(subscriptions.list(null)).containsExactly(changed);
    assertThat(subscriptions.set("t1", "main", never)).isEqualTo(SubscriptionStore.Change.CHANGED);
    assertThat(subscriptions.find("t1", "main").orElseThrow().termEnd()).isNull();

    assertThat(subscriptions.set("t2", "main", never)).isEqualTo(SubscriptionStore.Change.UNKNOWN);
    assertThat(subscriptions.remove("t2", "main")).isEqualTo(Removal.UNKNOWN);
    assertThat(subscriptions.remove("t1", "main")).isEqualTo(Removal.REMOVED);
    assertThat(subscriptions.list(null)).isEmpty();
  }

  @Test
  void aSubscriptionNeedsItsTenantAndGoesWithIt() {
    Subscription orphan = of("nobody", "main", 1);
    assertThat(subscriptions.add(orphan)).isEqualTo(Addition.UNKNOWN_OWNER);
    subscriptions.add(subscription("main", 1));
    assertThat(new TenantStore(stage.database).remove("t1")).isEqualTo(Removal.REMOVED);
    assertThat(subscriptions.list(null)).isEmpty();
  }

  @Test
  void devicesThatNameItAlreadyAreCounted() {
    stage.test.execute(
        """
        insert into device_registry (tenant_id, device_id, subscription_id)
        values ('t1', 'a', 'main'), ('t1', 'b', 'main'), ('t1', 'c', null), ('t2', 'a', 'main')
        """);
    subscriptions.add(subscription("main", 1));
    assertThat(counted("main")).isEqualTo(2);
    assertThat(subscriptions.remove("t1", "main")).isEqualTo(Removal.HAS_DEVICES);
  }

  @Test
  void aDeviceTakesAPlaceAndGivesItBack() {
    subscriptions.add(subscription("main", 1));
    subscriptions.add(subscription("more", 1));

    assertThat(add("a", "main")).isEqualTo(Plain.DONE);
    assertThat(add("a", "more")).isEqualTo(Plain.PRESENT);
    assertThat(add("b", "main")).isEqualTo(new NoRoom("main", 1, 1));
    assertThat(add("b", "none")).isEqualTo(new NoSubscription("none"));
    assertThat(devices.find(key("b"))).isEmpty();
    assertCounted(1, 0);

    assertThat(attach("a", "main")).as("where it is").isEqualTo(Plain.DONE);
    assertCounted(1, 0);
    assertThat(attach("a", "more")).isEqualTo(Plain.DONE);
    assertCounted(0, 1);
    assertThat(add("b", "main")).isEqualTo(Plain.DONE);
    assertThat(attach("b", "more")).isEqualTo(new NoRoom("more", 1, 1));
    assertCounted(1, 1);
    assertThat(attach("b", null)).isEqualTo(Plain.DONE);
    assertCounted(0, 1);
    assertThat(devices.find(key("b")).orElseThrow().subscriptionId()).isNull();
    assertThat(devices.remove(key("a"))).isTrue();
    assertThat(devices.remove(key("b"))).isTrue();
    assertThat(devices.remove(key("b"))).isFalse();
    assertThat(attach("b", "main")).isEqualTo(Plain.UNKNOWN);
    assertCounted(0, 0);
  }

  @Test
  void theCountIsWhatPlainSqlSaysAndNeverBelowZero() {
    subscriptions.add(subscription("main", 9));
    add("a", "main");
    stage.test.execute("update subscriptions set active_device_count = 8");
    stage.test.execute(
        "insert into device_registry (tenant_id, device_id, subscription_id)"
            + " values ('t1', 'b', 'main'), ('t1', 'c', 'gone')");
    assertThat(counted("main")).isEqualTo(8);
    assertThat(add("d", "main")).isEqualTo(Plain.DONE);
    assertThat(add("e", "main")).isEqualTo(new NoRoom("main", 9, 9));

    stage.test.execute("update subscriptions set active_device_count = 0");
    assertThat(devices.remove(key("a"))).isTrue();
    assertThat(counted("main")).isZero();
    assertThat(attach("c", "gone")).isEqualTo(new NoSubscription("gone"));
    assertThat(attach("c", "main")).isEqualTo(Plain.DONE);
    assertThat(counted("main")).isEqualTo(1);
  }

  @Test
  void theLastPlaceIsTakenOnce() throws Exception {
    subscriptions.add(subscription("main", 50));
    stage.test.execute("update subscriptions set active_device_count = 49");
    for (int i = 0; i < 20; i++) {
      String round = "d" + i;
      List<DeviceOutcome> outcomes =
          together(List.of(() -> add(round + "a", "main"), () -> add(round + "b", "main")));
      assertThat(outcomes).containsExactlyInAnyOrder(Plain.DONE, new NoRoom("main", 50, 50));
      devices.remove(key(round + "a"));
      devices.remove(key(round + "b"));
      assertThat(counted("main")).isEqualTo(49);
    }
  }

  /** Many move few devices back and forth: no deadlock, and the counts are those of the rows. */
  @Test
  void movesInAllDirectionsKeepTheCountsRight() throws Exception {
    List<String> ids = List.of("s1", "s2", "s3");
    ids.forEach(id -> subscriptions.add(subscription(id, 3)));
    List<Callable<DeviceOutcome>> movers = new ArrayList<>();
    for (int mover = 0; mover < 6; mover++) {
      Random random = new Random(mover);
      movers.add(() -> {
        for (int i = 0; i < 100; i++) {
          String device = "d" + random.nextInt(4);
          int to = random.nextInt(5);
          if (to == 4) {
            devices.remove(key(device));
            add(device, ids.get(random.nextInt(3)));
          } else {
            attach(device, to == 3 ? null : ids.get(to));
          }
        }
        return Plain.DONE;
      });
    }
    together(movers);
    assertThat(
            stage.test.rows(
                """
                select s.subscription_id from subscriptions s where active_device_count <>
                  (select count(*) from device_registry d where d.tenant_id = s.tenant_id
                    and d.subscription_id = s.subscription_id)
                """))
        .isEmpty();
  }

  private <T> List<T> together(List<Callable<T>> tasks) throws Exception {
    CyclicBarrier start = new CyclicBarrier(tasks.size());
    List<T> results = Collections.synchronizedList(new ArrayList<>());
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<Boolean>> all = new ArrayList<>();
      for (Callable<T> task : tasks) {
        all.add(
            threads.submit(() -> {
              start.await();
              return results.add(task.call());
            }));
      }
      for (Future<Boolean> one : all) {
        one.get();
      }
    }
    return results;
  }

  private DeviceOutcome add(String device, String subscription) {
    return devices.add(key(device), null, null, subscription);
  }

  private DeviceOutcome attach(String device, @Nullable String to) {
    return devices.set(key(device), NONE.withSubscription(to));
  }

  private void assertCounted(int main, int more) {
    assertThat(List.of(counted("main"), counted("more"))).containsExactly(main, more);
  }

  private int counted(String subscription) {
    return subscriptions.find("t1", subscription).orElseThrow().activeDeviceCount();
  }

  private static DeviceKey key(String device) {
    return new DeviceKey("t1", device);
  }

  private static Subscription subscription(String id, int limit) {
    return of("t1", id, limit);
  }

  private static Subscription of(String tenant, String id, int limit) {
    return new Subscription(
        tenant, id, SubscriptionType.MAIN, limit, 0, START, null, SubscriptionStatus.ACTIVE);
  }
}
