package dev.weir.core.change;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeTest {

  @ParameterizedTest
  @CsvSource({
    "tenant:acme, TENANT, acme",
    "subscription:acme, SUBSCRIPTION, acme",
    "device:acme/pump-1, DEVICE, acme/pump-1",
    "certificate:acme/pump-1, CERTIFICATE, acme/pump-1",
    "route:acme, ROUTE, acme",
    "setting:MAX_METRICS, SETTING, MAX_METRICS",
    "tenant_setting:acme, TENANT_SETTING, acme",
    "tenant:a:b, TENANT, a:b",
    "device:a:b/c:d, DEVICE, a:b/c:d",
    "tenant:tenant:all, TENANT, tenant:all",
  })
  void whatTheTriggersSendIsUnderstood(String payload, ChangeKind kind, String key) {
    assertThat(Change.parse(payload)).isEqualTo(new Change(kind, key));
  }

  @ParameterizedTest
  @EnumSource
  void allOfAKindHasNoKey(ChangeKind kind) {
    assertThat(Change.parse(kind.text() + ":all")).isEqualTo(new Change(kind, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "tenant",
        "tenant:",
        "Tenant:acme",
        "TENANT:acme",
        " tenant:acme",
        "tenant :acme",
        ":acme",
        "all",
        "colour:blue",
        "tenant_settings:acme",
        "device:acme",
        "device:/pump",
        "device:acme/",
        "certificate:acme",
        "device:/"
      })
  void anythingElseIsNot(String payload) {
    assertThat(Change.parse(payload)).isNull();
  }

  @Test
  void allIsExact() {
    assertThat(Change.parse("tenant:ALL")).isEqualTo(new Change(ChangeKind.TENANT, "ALL"));
  }
}
