package dev.weir.ingest.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.admission.Answers;
import dev.weir.core.admission.Device;
import dev.weir.core.admission.DeviceKey;
import dev.weir.core.admission.DeviceRegistry;
import dev.weir.core.admission.TenantAccount;
import dev.weir.core.admission.Validity;
import dev.weir.core.change.Change;
import dev.weir.core.change.ChangeKind;
import dev.weir.ingest.fakes.FakeStore;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CachedRegistryTest {

  private static final DeviceKey KNOWN = new DeviceKey("t1", "d1");
  private static final DeviceKey UNKNOWN = new DeviceKey("t1", "d2");

  private final FakeStore store = new FakeStore();
  private final CachedRegistry registry = registry(store);

  @Test
  void asksOnceForDevicesItHasAndForThoseItDoesNotHave() {
    for (int i = 0; i < 3; i++) {
      Answers answers = resolve(KNOWN, UNKNOWN);
      assertThat(answers.device(KNOWN)).isNotNull();
      assertThat(answers.device(UNKNOWN)).isNull();
    }
    assertThat(store.lookups).isEqualTo(1);
  }

  @Test
  void madeUpNamesDoNotPushOutKnownDevices() {
    resolve(KNOWN);
    for (int batch = 0; batch < 100; batch++) {
      int first = batch * 1_000;
      registry.resolve(
          IntStream.range(first, first + 1_000).mapToObj(i -> new DeviceKey("x", "d" + i)).toList(),
          List.of());
    }
    int before = store.lookups;

    assertThat(resolve(KNOWN).device(KNOWN)).isNotNull();
    assertThat(store.lookups).isEqualTo(before);
  }

  @Test
  void answersAreRightEvenWhenTheBatchIsLargerThanTheCache() {
    List<DeviceKey> many =
        IntStream.range(0, 25_000).mapToObj(i -> new DeviceKey("t1", "n" + i)).toList();
    store.devices.addAll(many);

    Answers answers = registry.resolve(many, List.of());

    assertThat(many).allMatch(key -> answers.device(key) != null);
    assertThat(store.lookups).isEqualTo(3);
  }

  @Test
  void knowsWhichTenantsExist() {
    for (int i = 0; i < 2; i++) {
      Answers answers = registry.resolve(List.of(), List.of("t1", "nobody"));
      assertThat(answers.exists("t1")).isTrue();
      assertThat(answers.exists("nobody")).isFalse();
    }
  }

  @Test
  void whatItIsToldToForgetIsAskedForAgain() {
    resolve(KNOWN, UNKNOWN);
    store.devices.add(UNKNOWN);
    assertThat(resolve(UNKNOWN).device(UNKNOWN)).isNull();
    registry.changed(new Change(ChangeKind.DEVICE, "t1/d2"));
    assertThat(resolve(UNKNOWN).device(UNKNOWN)).isNotNull();

    store.devices.clear();
    registry.changed(new Change(ChangeKind.CERTIFICATE, null));
    assertThat(resolve(KNOWN).device(KNOWN)).isNull();

    registry.resolve(List.of(), List.of("t1"));
    store.accounts.put("t1", new TenantAccount("SUSPENDED", Map.of()));
    assertThat(registry.resolve(List.of(), List.of("t1")).account("t1").status())
        .isEqualTo("ACTIVE");
    registry.changed(new Change(ChangeKind.SUBSCRIPTION, "t1"));
    assertThat(registry.resolve(List.of(), List.of("t1")).account("t1").status())
        .isEqualTo("SUSPENDED");
  }

  /** The answer was read before the change, and arrives after it was told. */
  @Test
  void anAnswerThatAChangeOvertookIsAskedForAgain() {
    CachedRegistry[] cached = new CachedRegistry[1];
    int[] asked = new int[1];
    DeviceRegistry slow =
        new Registry() {
          @Override
          public Map<DeviceKey, Device> findDevices(Collection<DeviceKey> keys) {
            String status = asked[0]++ == 0 ? "ACTIVE" : "REVOKED";
            if (asked[0] == 1) {
              cached[0].forgetDevices(List.of(KNOWN));
            }
            return Map.of(KNOWN, new Device(null, status, null, null, List.of()));
          }
        };
    cached[0] = registry(slow);

    assertThat(status(cached[0])).isEqualTo("REVOKED");
    assertThat(status(cached[0])).isEqualTo("REVOKED");
    assertThat(asked[0]).isEqualTo(2);
  }

  @Test
  void whereChangesNeverEndTheLastAnswerIsUsedAndNotRemembered() {
    CachedRegistry[] cached = new CachedRegistry[1];
    int[] asked = new int[1];
    DeviceRegistry restless =
        new Registry() {
          @Override
          public Map<DeviceKey, Device> findDevices(Collection<DeviceKey> keys) {
            asked[0]++;
            cached[0].everythingMayHaveChanged();
            return Map.of(KNOWN, new Device(null, "S" + asked[0], null, null, List.of()));
          }
        };
    cached[0] = registry(restless);

    assertThat(status(cached[0])).isEqualTo("S3");
    assertThat(status(cached[0])).isEqualTo("S6");
  }

  private Answers resolve(DeviceKey... keys) {
    return registry.resolve(List.of(keys), List.of());
  }

  private static String status(CachedRegistry registry) {
    Device device = registry.resolve(List.of(KNOWN), List.of()).device(KNOWN);
    return device == null ? "none" : device.status();
  }

  private static CachedRegistry registry(DeviceRegistry source) {
    return new CachedRegistry(source, Duration.ofMinutes(1), 100, (hits, misses) -> {});
  }

  private abstract static class Registry implements DeviceRegistry {

    @Override
    public Map<String, TenantAccount> findTenants(Collection<String> tenantIds) {
      return Map.of();
    }

    @Override
    public Map<DeviceKey, List<Validity>> findCertificates(Collection<DeviceKey> keys) {
      return Map.of();
    }
  }
}
