package dev.weir.timescale.settings;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.weir.core.settings.Settings;
import dev.weir.core.settings.SettingsSnapshot;
import dev.weir.timescale.Stage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

@ParameterizedClass
@EnumSource(
    value = Stage.Kind.class,
    names = {"PARTITIONS", "PARTITIONS_THROUGH_PGBOUNCER"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SettingsStoreIT {

  @Parameter Stage.Kind kind = Stage.Kind.PARTITIONS;

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private Stage stage;
  private SettingsStore store;

  @BeforeParameterizedClassInvocation
  void open() {
    stage = Stage.of(kind);
    Logger logger = (Logger) LoggerFactory.getLogger(SettingsStore.class);
    logger.setAdditive(false);
    logger.addAppender(log);
    log.start();
  }

  @AfterParameterizedClassInvocation
  void close() {
    ((Logger) LoggerFactory.getLogger(SettingsStore.class)).detachAppender(log);
    stage.close();
  }

  @BeforeEach
  void start() {
    stage.test.execute("truncate app_settings, tenant_settings");
    store = new SettingsStore(stage.database);
    log.list.clear();
  }

  @Test
  void withoutRowsTheDefaultsHold() {
    assertThat(store.read()).isEqualTo(SettingsSnapshot.DEFAULTS);
  }

  @Test
  void aTenantsRowOverridesEverybodysWhichOverridesTheDefault() {
    set("RATE_LIMIT_RPS", "0.5");
    set("MAX_METRICS", "7");
    setFor("t1", "MAX_METRICS", "9");
    setFor("t1", "STORE_REJECTS", "0");
    SettingsSnapshot snapshot = store.read();
    assertThat(snapshot.global())
        .isEqualTo(new Settings(0.5, 20, 0, 1_000, 8_192, 7, 128, 300, 2_592_000, true, 1_000));
    assertThat(snapshot.of("t1"))
        .isEqualTo(new Settings(0.5, 20, 0, 1_000, 8_192, 9, 128, 300, 2_592_000, false, 1_000));
    assertThat(snapshot.of("t2")).isEqualTo(snapshot.global());
    assertThat(log.list).isEmpty();
  }

  @Test
  void anInvalidValueKeepsTheLastGoodOneAndIsToldOnce() {
    setFor("t1", "MAX_METRICS", "9");
    store.read();
    setFor("t1", "MAX_METRICS", "many");
    assertThat(store.read().of("t1").maxMetrics()).isEqualTo(9);
    assertThat(store.read().of("t1").maxMetrics()).isEqualTo(9);
    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "setting MAX_METRICS of tenant t1 is \"many\", but must be a whole number from 1 to"
                + " 1000000: 9 stays in force");

    setFor("t1", "MAX_METRICS", "0");
    store.read();
    assertThat(log.list).as("another text").hasSize(2);
    setFor("t1", "MAX_METRICS", "8");
    assertThat(store.read().of("t1").maxMetrics()).isEqualTo(8);
    setFor("t1", "MAX_METRICS", "0");
    store.read();
    assertThat(log.list).as("wrong again").hasSize(3);
  }

  @Test
  void anInvalidValueWithoutAGoodOneLeavesTheDefault() {
    set("RATE_LIMIT_RPS", "0");
    set("NO_SUCH_SETTING", "1");
    assertThat(store.read()).isEqualTo(SettingsSnapshot.DEFAULTS);
    store.read();
    assertThat(log.list).hasSize(2);
    stage.test.execute("delete from app_settings");
    assertThat(store.read()).isEqualTo(SettingsSnapshot.DEFAULTS);
  }

  private void set(String key, String value) {
    stage.test.execute(
        "insert into app_settings values ('%s', '%s') on conflict (key) do update set value = '%s'"
            .formatted(key, value, value));
  }

  private void setFor(String tenant, String key, String value) {
    stage.test.execute(
        ("insert into tenant_settings values ('%s', '%s', '%s')"
                + " on conflict (tenant_id, key) do update set value = '%s'")
            .formatted(tenant, key, value, value));
  }
}
