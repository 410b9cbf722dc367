package dev.weir.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.testkit.TestDatabase;
import dev.weir.testkit.nats.TestNats;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The commands of settings, subscriptions and certificates on a real database. */
final class RulesCommandsIT {

  private static TestDatabase database;
  private static Map<String, String> environment;

  @BeforeAll
  static void migrate() {
    database = TestDatabase.create();
    try (TestNats nats = TestNats.start()) {
      environment =
          new TreeMap<>(
              Map.of(
                  "DATABASE_URL",
                  database.url(),
                  "NATS_URL",
                  nats.url(),
                  "SUBSCRIPTION_GRACE_DAYS",
                  "3"));
      assertThat(run("migrate").exitCode()).isZero();
    }
    run("tenant", "add", "acme");
    run("tenant", "add", "other");
  }

  @AfterAll
  static void drop() {
    database.close();
  }

  @Test
  void settingsAreSetForATenantAndTakenBack() {
    assertSetting("5", "default", run("settings", "show", "RATE_LIMIT_RPS", "--json"));
    assertSetting("7.5", "app_settings", ok("settings set RATE_LIMIT_RPS 7.5 --json"));
    assertSetting(
        "2", "tenant_settings", ok("settings set RATE_LIMIT_RPS 02 --tenant acme --json"));
    assertThat(database.rows("select * from tenant_settings where key like 'RATE%'"))
        .containsExactly("acme|RATE_LIMIT_RPS|2");
    assertThat(ok("settings list --tenant acme").out())
        .containsPattern("RATE_LIMIT_RPS +2 +tenant_settings +- +a number from 0.001 to 1000000 ")
        .containsPattern("MAX_METRIC_KEY_LENGTH +128 +default ");
    assertThat(ok("settings list --json").json()).hasSizeGreaterThan(10);
    assertSetting("7.5", "app_settings", ok("settings show RATE_LIMIT_RPS --tenant other --json"));
    assertSetting("7.5", "app_settings", ok("settings unset RATE_LIMIT_RPS --tenant acme --json"));
    assertSetting("5", "default", ok("settings unset RATE_LIMIT_RPS --json"));
    Run again = ok("settings unset RATE_LIMIT_RPS");
    assertThat(again.err()).isEqualTo("weir: RATE_LIMIT_RPS was not set\n");
    for (String line :
        List.of("list", "show MAX_METRICS", "set MAX_METRICS 5", "unset STORE_REJECTS")) {
      assertFailed("there is no tenant nobody", "settings " + line + " --tenant nobody");
    }
  }

  @Test
  void aStoredTextThatIsNoValueIsShown() {
    database.execute("insert into app_settings values ('MAX_AGE_SECONDS', E'1\\u0007d')");
    Run shown = ok("settings show MAX_AGE_SECONDS --json");
    assertSetting("2592000", "default", shown);
    assertThat(shown.json().get("invalid").asString()).isEqualTo("app_settings has \"1?d\"");
    assertThat(shown.err())
        .isEqualTo(
            "weir: MAX_AGE_SECONDS: app_settings has \"1?d\", but must be a whole number from 0 to"
                + " 3155760000: running processes keep their last good value, new ones use"
                + " 2592000\n");
    assertThat(ok("settings list").err()).isEqualTo(shown.err());
    assertThat(ok("settings unset MAX_AGE_SECONDS").err()).isEmpty();
  }

  @Test
  void theWayOfASubscription() {
    JsonNode added =
        ok("subscription add acme way --type TRIAL --limit 2 --end 2100-01-01 --json").json();
    assertThat(added.get("in_force").asBoolean()).isTrue();
    assertThat(added.get("term_end").asString()).isEqualTo("2100-01-01T00:00:00Z");
    assertThat(added.get("device_limit").asInt()).isEqualTo(2);
    assertFailed("subscription way of acme is there already", "subscription add acme way");
    assertFailed("there is no tenant nobody", "subscription add nobody main");
    assertThat(ok("subscription add other --json").json().get("subscription_id").asString())
        .hasSize(36);

    ok("device add acme w1 --subscription way --no-token");
    ok("device add acme w2 --subscription way --no-token");
    assertFailed(
        "subscription way of acme has no room: 2 of 2",
        "device add acme w3 --subscription way --no-token");
    Run lowered = ok("subscription set acme way --limit 1 --type MAIN --end never --json");
    assertThat(lowered.err())
        .isEqualTo(
            "weir: subscription way of acme is over its limit: 2 of 1; it takes no device more\n");
    assertThat(lowered.json().get("active_device_count").asInt()).isEqualTo(2);
    assertThat(lowered.json().get("term_end").isNull()).isTrue();
    assertFailed("subscription way of acme has devices", "subscription remove acme way");

    ok("device set acme w1 --subscription none");
    ok("device remove acme w2");
    assertThat(ok("subscription show acme way").out()).contains("active_device_count  0");
    assertThat(ok("subscription remove acme way").out())
        .isEqualTo("subscription way of acme is removed\n");
    for (String line : List.of("show acme way", "set acme way --limit 1", "remove acme way")) {
      assertFailed("there is no subscription way of acme", "subscription " + line);
    }
    assertFailed("there is no subscription way of acme", "device set acme w1 --subscription way");
  }

  @Test
  void aSubscriptionIsInForceByItsTermGraceAndStatus() {
    database.execute(
        """
        insert into subscriptions (tenant_id, subscription_id, term_start, term_end, status)
        values ('other', 'grace', '2020-01-01', now() - interval '2 days', 'ACTIVE'),
          ('other', 'over', '2020-01-01', now() - interval '4 days', 'ACTIVE'),
          ('other', 'later', now() + interval '1 day', null, 'ACTIVE'),
          ('other', 'stopped', '2020-01-01', null, 'SUSPENDED')
        """);
    Map<String, Boolean> inForce = new TreeMap<>();
    ok("subscription list other --json")
        .json()
        .forEach(
            s -> inForce.put(s.get("subscription_id").asString(), s.get("in_force").asBoolean()));
    assertThat(inForce)
        .containsEntry("grace", true)
        .containsEntry("over", false)
        .containsEntry("later", false)
        .containsEntry("stopped", false);
    assertThat(run("subscription", "set", "other", "later", "--end", "2020-01-01"))
        .isEqualTo(new Run(64, "", "weir: --end must be after the start of the term\n"));
    assertThat(ok("subscription list acme").out()).doesNotContain("grace");
  }

  @Test
  void twoAtOnceTakeTheLastPlaceOnce() {
    ok("subscription add acme race --limit 1");
    List<Run> runs =
        IntStream.range(0, 2)
            .parallel()
            .mapToObj(i -> run("device", "add", "acme", "race-" + i, "--subscription", "race"))
            .toList();
    assertThat(runs).extracting(Run::exitCode).containsExactlyInAnyOrder(0, 1);
    assertThat(runs)
        .extracting(Run::err)
        .containsExactlyInAnyOrder("", "weir: subscription race of acme has no room: 1 of 1\n");
    assertThat(ok("subscription show acme race --json").json().get("active_device_count").asInt())
        .isEqualTo(1);
  }

  @Test
  void aLocationIsSetByHandAndGivenBack() {
    ok("device add acme place --no-token");
    JsonNode placed = ok("device set acme place --lat -33.5 --lng 151.25 --json").json();
    assertThat(placed.get("latitude").asDouble()).isEqualTo(-33.5);
    assertThat(placed.get("longitude").asDouble()).isEqualTo(151.25);
    assertThat(placed.get("location_source").asString()).isEqualTo("manual");
    JsonNode given = ok("device set acme place --location auto --json").json();
    assertThat(given.get("location_source").asString()).isEqualTo("auto");
    assertThat(given.get("latitude").asDouble()).isEqualTo(-33.5);
  }

  @Test
  void theWayOfACertificate() {
    ok("device add acme cert --no-token");
    String hex = CertificateFileTest.FACTS.fingerprint();
    JsonNode read =
        ok("certificate add acme cert --json --file " + CertificateFileTest.FILE).json();
    assertThat(read.get("fingerprint_sha256").asString()).isEqualTo(hex);
    assertThat(read.get("common_name").asString()).isEqualTo("pump-1");
    assertThat(read.get("not_after").asString()).isEqualTo("2119-12-08T00:00:00Z");
    assertThat(read.get("in_force").asBoolean()).isTrue();
    String colons = "AB:".repeat(31) + "CD";
    Run said =
        ok(
            "certificate add acme cert --not-before 2020-01-01 --not-after 2021-01-01 --common-name x"
                + " --fingerprint "
                + colons);
    assertThat(said.out())
        .contains("fingerprint_sha256  " + "ab".repeat(31) + "cd\n", "in_force            false");
    assertFailed("is there already", "certificate add acme cert --fingerprint " + colons);
    assertFailed(
        "there is no device acme/none", "certificate add acme none --fingerprint " + colons);
    assertThat(ok("certificate list acme cert --json").json()).hasSize(2);

    assertThat(ok("certificate revoke acme cert " + hex).out())
        .isEqualTo("certificate " + hex + " of acme/cert is revoked\n");
    assertThat(ok("certificate show acme cert " + hex.toUpperCase(Locale.ROOT)).out())
        .contains("REVOKED", "in_force            false");
    ok("certificate remove acme cert " + colons);
    assertFailed("there is no certificate abab", "certificate show acme cert " + colons);
    assertFailed("there is no certificate abab", "certificate revoke acme cert " + colons);
    assertFailed("there is no certificate abab", "certificate remove acme cert " + colons);
  }

  private static void assertSetting(String value, String source, Run run) {
    assertThat(run.json().get("value").asString()).isEqualTo(value);
    assertThat(run.json().get("source").asString()).isEqualTo(source);
  }

  private static void assertFailed(String message, String line) {
    Run run = run(line.split(" ", -1));
    assertThat(run.exitCode()).as(run.out()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains(message).hasLineCount(1);
    assertThat(run.out()).isEmpty();
  }

  private static Run ok(String line) {
    Run run = run(line.split(" ", -1));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run;
  }

  private static Run run(String... args) {
    return Run.of(environment, args);
  }
}
