package dev.weir.ingest.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.admission.AdmissionConfig;
import dev.weir.core.admission.NewDevice;
import dev.weir.core.message.Envelope;
import dev.weir.core.settings.Settings;
import dev.weir.core.settings.SettingsSnapshot;
import dev.weir.core.verdict.Judged;
import dev.weir.core.verdict.Verdict.Accepted;
import dev.weir.core.verdict.Verdict.Rejected;
import dev.weir.ingest.IngestConfig;
import dev.weir.ingest.fakes.FakeStore;
import dev.weir.ingest.registry.CachedRegistry;
import dev.weir.ingest.route.CachedRoutes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JudgeTest {

  private static final SettingsSnapshot DEFAULTS = SettingsSnapshot.DEFAULTS;
  private static final String ACCEPTED = "ACCEPTED";
  private static final String GOOD = "{\"site_id\":\"s1\",\"metrics\":{\"a\":1}}";
  private static final String TOKEN =
      "{\"site_id\":\"s1\",\"metrics\":{\"a\":1},\"provision_token\":\"secret\"}";
  private static final long NOON = 1_768_478_400_000_000_000L;

  private final FakeStore store = new FakeStore();
  private long seq;

  @Test
  void chargesOfABatchHoldOnceItIsCommitted() {
    Judge judge = judge(false, false);
    List<Envelope> batch = Collections.nCopies(15, message("d1", GOOD));

    for (int attempt = 0; attempt < 3; attempt++) {
      assertThat(reasons(judge, batch)).containsOnly(ACCEPTED);
    }
    judge.committed(DEFAULTS);
    assertThat(reasons(judge, batch))
        .containsExactlyElementsOf(verdicts(5, ACCEPTED, 10, "RATE_LIMITED"));
  }

  @Test
  void whatAnotherCheckRefusesTakesNoToken() {
    Judge judge = judge(false, false);
    List<Envelope> bad = Collections.nCopies(50, message("d1", "{\"site_id\":\"s1\"}"));
    reasons(judge, bad);
    judge.committed(DEFAULTS);

    assertThat(reasons(judge, Collections.nCopies(20, message("d1", GOOD)))).containsOnly(ACCEPTED);
  }

  @Test
  void withoutProvisioningAStrangerIsRefused() {
    store.places = 10;

    assertThat(reasons(judge(false, false), List.of(message("n1", GOOD))))
        .containsExactly("UNREGISTERED_DEVICE");
    assertThat(store.provisioned).isEmpty();
  }

  @Test
  void newDevicesAreRegisteredAsLongAsThereIsRoom() {
    store.places = 2;
    Judge judge = judge(false, true);

    assertThat(
            reasons(
                judge,
                List.of(
                    message("n1", GOOD),
                    message("n2", GOOD),
                    message("n1", GOOD),
                    message("n3", GOOD),
                    message("d1", GOOD),
                    message("nobody", "x1", GOOD))))
        .containsExactly(
            ACCEPTED,
            ACCEPTED,
            ACCEPTED,
            "NO_SUBSCRIPTION_CAPACITY",
            ACCEPTED,
            "UNREGISTERED_DEVICE");
    assertThat(store.provisioned).extracting(d -> d.key().deviceId()).containsExactly("n1", "n2");
    assertThat(reasons(judge, List.of(message("n2", GOOD), message("n3", GOOD))))
        .containsExactly(ACCEPTED, "NO_SUBSCRIPTION_CAPACITY");
  }

  @Test
  void onlyWhatPassesEveryOtherCheckIsRegistered() {
    store.places = 1;
    Judge judge = judge(true, true);

    assertThat(
            reasons(
                judge,
                List.of(
                    message("n1", GOOD),
                    message("n2", "{}"),
                    message("n3", "{\"site_id\":\"s1\",\"metrics\":{}}"))))
        .startsWith("TOKEN_MISSING")
        .doesNotContain(ACCEPTED);
    assertThat(store.provisioned).isEmpty();
    reasons(judge, List.of(message("n1", GOOD), message("n1", TOKEN)));
    assertThat(store.provisioned).hasSize(1);
    NewDevice device = store.provisioned.getFirst();
    assertThat(device.key().deviceId()).isEqualTo("n1");
    assertThat(device.tokenHash()).hasSize(32);
  }

  /** The lack of room comes before a missing token in the order of the checks. */
  @Test
  void withoutRoomThatIsTheReason() {
    store.places = 0;

    assertThat(reasons(judge(true, true), List.of(message("n1", GOOD))))
        .containsExactly("NO_SUBSCRIPTION_CAPACITY");
  }

  /** Two newcomers, and a tenant that may send one message at once. */
  @Test
  void aNewcomerThatOnlyTheRateBarsIsToldSo() {
    store.places = 10;
    SettingsSnapshot slow =
        new SettingsSnapshot(
            new Settings(5, 20, 1, 1, 8_192, 50, 128, 300, 2_592_000, true, 1_000), Map.of());

    assertThat(reasons(judge(false, true), List.of(message("n1", GOOD), message("n2", GOOD)), slow))
        .containsExactly(ACCEPTED, "RATE_LIMITED");
    assertThat(store.provisioned).hasSize(1);
  }

  @Test
  void aNewcomerThatTheDatabaseForbidsKeepsNoOthersOut() {
    store.places = 10;
    store.forbidden = "n2";

    assertThat(
            reasons(
                judge(false, true),
                List.of(
                    message("n1", GOOD),
                    message("n2", GOOD),
                    message("n3", GOOD),
                    message("d1", GOOD))))
        .containsExactly(ACCEPTED, "WRITE_REJECTED", ACCEPTED, ACCEPTED);
  }

  @Test
  void newcomersThatAreRefusedLeaveNoBucketBehind() {
    store.places = 0;
    Judge judge = judge(false, true);
    for (int i = 0; i < 1_000; i++) {
      reasons(judge, List.of(message("made-up-" + i, GOOD)));
      judge.committed(DEFAULTS);
    }
    assertThat(judge.buckets()).isZero();
  }

  @Test
  void judgingTwiceChargesOnce() {
    store.places = 1;
    Judge judge = judge(false, true);
    List<Envelope> batch = new ArrayList<>(Collections.nCopies(20, message("d1", GOOD)));
    batch.add(message("n1", GOOD));
    batch.add(message("d1", GOOD));

    assertThat(reasons(judge, batch))
        .containsExactlyElementsOf(verdicts(21, ACCEPTED, 1, "RATE_LIMITED"));
  }

  private Judge judge(boolean requireToken, boolean autoProvision) {
    IngestConfig config =
        new IngestConfig(
            "test",
            1,
            1_000,
            10,
            1_000,
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofMinutes(1),
            100,
            new AdmissionConfig(requireToken, false, autoProvision, Duration.ZERO),
            Duration.ofHours(1),
            Duration.ofMinutes(5),
            Duration.ofHours(1),
            10,
            Duration.ofSeconds(5));
    CachedRegistry registry =
        new CachedRegistry(store, config.cacheTtl(), config.cacheSize(), (hits, misses) -> {});
    return new Judges(
            config,
            registry,
            store,
            ids -> Map.of(),
            new CachedRoutes(tenants -> Map.of(), config.cacheTtl(), config.cacheSize()))
        .of("TELEMETRY-0");
  }

  private static List<String> reasons(Judge judge, List<Envelope> batch) {
    return reasons(judge, batch, DEFAULTS);
  }

  private static List<String> reasons(
      Judge judge, List<Envelope> batch, SettingsSnapshot settings) {
    List<String> reasons = new ArrayList<>();
    for (Judged judged : judge.judge(batch, 0, settings).messages()) {
      reasons.add(
          switch (judged.verdict()) {
            case Accepted accepted -> ACCEPTED;
            case Rejected rejected -> rejected.reason().name();
          });
    }
    return reasons;
  }

  private static List<String> verdicts(int first, String reason, int then, String other) {
    List<String> verdicts = new ArrayList<>(Collections.nCopies(first, reason));
    verdicts.addAll(Collections.nCopies(then, other));
    return verdicts;
  }

  private Envelope message(String device, String body) {
    return message("t1", device, body);
  }

  private Envelope message(String tenant, String device, String body) {
    return new Envelope(
        ++seq,
        NOON,
        tenant,
        "tenant/" + tenant + "/device/" + device + "/telemetry",
        null,
        null,
        -1,
        body.getBytes(StandardCharsets.UTF_8));
  }
}
