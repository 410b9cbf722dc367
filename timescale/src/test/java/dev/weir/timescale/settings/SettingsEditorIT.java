package dev.weir.timescale.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.settings.SettingKey;
import dev.weir.timescale.Stage;
import dev.weir.timescale.settings.EffectiveSetting.Invalid;
import dev.weir.timescale.settings.EffectiveSetting.Source;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
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
class SettingsEditorIT {

  @Parameter Stage.Kind kind = Stage.Kind.PARTITIONS;

  private Stage stage;
  private SettingsEditor settings;

  @BeforeParameterizedClassInvocation
  void open() {
    stage = Stage.of(kind);
    stage.test.execute("insert into tenants (tenant_id) values ('t1'), ('t2')");
    settings = new SettingsEditor(stage.database);
  }

  @AfterParameterizedClassInvocation
  void close() {
    stage.close();
  }

  @BeforeEach
  void start() {
    stage.test.execute("truncate app_settings, tenant_settings");
  }

  @Test
  void theNearestLayerWinsAndTheNextFollowsIt() {
    assertThat(settings.list("t1"))
        .extracting(EffectiveSetting::key)
        .containsExactly(SettingKey.values());
    assertInForce("t1", "50", Source.DEFAULT);
    assertThat(set(null, "60")).isTrue();
    assertInForce("t1", "60", Source.APP_SETTINGS);
    assertThat(set("t1", "70")).isTrue();
    assertThat(set("t1", "71")).as("again").isTrue();
    assertInForce("t1", "71", Source.TENANT_SETTINGS);
    assertInForce("t2", "60", Source.APP_SETTINGS);
    assertInForce(null, "60", Source.APP_SETTINGS);

    assertThat(settings.unset(SettingKey.MAX_METRICS, "t2")).isFalse();
    assertThat(settings.unset(SettingKey.MAX_METRICS, "t1")).isTrue();
    assertInForce("t1", "60", Source.APP_SETTINGS);
    assertThat(settings.unset(SettingKey.MAX_METRICS, null)).isTrue();
    assertInForce(null, "50", Source.DEFAULT);
  }

  @Test
  void aTenantThatIsNotThereGetsNothing() {
    assertThat(set("t3", "60")).isFalse();
    assertThat(stage.test.number("select count(*) from tenant_settings")).isZero();
  }

  @Test
  void whatIsNoValueIsPassedOverAndShown() {
    String text = "1\u001b[31m" + "9".repeat(100);
    stage.test.execute(
        """
        insert into app_settings values ('MAX_METRICS', '%s'), ('NO_SUCH', '1');
        insert into tenant_settings values ('t1', 'MAX_METRICS', '0')
        """
            .formatted(text));
    EffectiveSetting setting = settings.find(SettingKey.MAX_METRICS, "t1");
    String shown = "1?[31m" + "9".repeat(58) + '…';
    assertThat(setting)
        .isEqualTo(
            new EffectiveSetting(
                SettingKey.MAX_METRICS,
                new BigDecimal("50"),
                Source.DEFAULT,
                List.of(
                    new Invalid(Source.TENANT_SETTINGS, "0"),
                    new Invalid(Source.APP_SETTINGS, shown))));
    set("t1", "7");
    assertThat(settings.find(SettingKey.MAX_METRICS, "t1").passedOver()).isEmpty();
  }

  private boolean set(@Nullable String tenantId, String value) {
    return settings.set(SettingKey.MAX_METRICS, tenantId, new BigDecimal(value));
  }

  private void assertInForce(@Nullable String tenantId, String value, Source source) {
    assertThat(settings.find(SettingKey.MAX_METRICS, tenantId))
        .isEqualTo(
            new EffectiveSetting(SettingKey.MAX_METRICS, new BigDecimal(value), source, List.of()));
  }
}
