package dev.weir.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.testkit.Way;
import dev.weir.testkit.WeirProcess;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every bound, at it and one past it, in each form. */
class BoundsIT {

  private static final String STORED = "STORED";

  private record Case(String name, Consumer<Attempt> change, String expected) {}

  private final List<Case> cases = new ArrayList<>();

  @ParameterizedTest
  @EnumSource
  void whatIsAtTheBoundPassesAndWhatIsPastItDoesNot(Way way) throws Exception {
    table();
    try (RuleInstallation installation = new RuleInstallation(way)) {
      register(installation);
      try (WeirProcess weir = installation.serve()) {
        Map<String, String> expected = new LinkedHashMap<>();
        Map<String, String> told = new LinkedHashMap<>();
        List<Attempt> attempts = new ArrayList<>();
        for (Attempt.Form form : Attempt.Form.values()) {
          for (Case one : cases) {
            Attempt attempt = new Attempt(form);
            one.change().accept(attempt);
            attempts.add(attempt);
            expected.put(form + " " + one.name(), one.expected());
          }
        }
        List<Long> seqs = installation.publish(attempts);
        installation.awaitAccounted(seqs.size());
        Map<Long, String> reasons = Verdicts.reasons(installation.database);
        List<String> names = List.copyOf(expected.keySet());
        for (int i = 0; i < seqs.size(); i++) {
          told.put(names.get(i), reasons.getOrDefault(seqs.get(i), STORED));
        }
        assertThat(told).isEqualTo(expected);
        assertThat(installation.database.number("select sum(stored) from ingest_lanes"))
            .isEqualTo(expected.values().stream().filter(STORED::equals).count());
        assertThat(weir.log()).doesNotContain("\"level\":\"ERROR\"");
        System.out.println(seqs.size() + " messages at a bound or past it, " + way);
      }
    }
  }

  private void table() {
    sizes();
    topics();
    fields();
    times();
    metrics();
    identities();
  }

  private void sizes() {
    same("8,192 bytes", a -> a.sized(8_192), STORED);
    same("8,193 bytes", a -> a.sized(8_193), "PAYLOAD_TOO_LARGE");
    same("32 levels", a -> a.with("deep", nested(31)), STORED);
    same("33 levels", a -> a.with("deep", nested(32)), "INVALID_JSON");
    same("an array", a -> a.with("metrics", "[1]"), "MISSING_METRICS");
  }

  private void topics() {
    same("tenant of 128", a -> a.tenant = "t".repeat(128), STORED);
    same("tenant of 129", a -> a.tenant = "t".repeat(129), "BAD_TOPIC_FORMAT");
    same("tenant of every character", a -> a.tenant = "A.z_9:@=-", STORED);
    same("tenant with a space", a -> topic(a, "a cme"), "BAD_TOPIC_FORMAT");
    same("no tenant", a -> topic(a, ""), "BAD_TOPIC_FORMAT");
    same("device of 128", a -> a.device = "d".repeat(128), STORED);
    same("device of 129", a -> a.device = "d".repeat(129), "BAD_TOPIC_FORMAT");
    same("device with a hash", a -> a.device = "d#", "BAD_TOPIC_FORMAT");
    same("type of 64", a -> a.msgType = "m".repeat(64), STORED);
    same("type of 65", a -> a.msgType = "m".repeat(65), "BAD_TOPIC_FORMAT");
    same("type in capitals", a -> a.msgType = "Telemetry", "BAD_TOPIC_FORMAT");
    same("four levels", a -> a.msgType = "", "BAD_TOPIC_FORMAT");
    same("six levels", a -> a.afterTopic = "/", "BAD_TOPIC_FORMAT");
    same("another subject", a -> a.subjectTenant = "other", "TENANT_MISMATCH_TOPIC_VS_PAYLOAD");
  }

  private void fields() {
    same("site of 128", a -> a.of("acme", "roaming").with("site_id", text(128)), STORED);
    same("site of 129", a -> a.of("acme", "roaming").with("site_id", text(129)), "MISSING_SITE_ID");
    same("empty site", a -> a.with("site_id", "\"\""), "MISSING_SITE_ID");
    same("site null", a -> a.with("site_id", "null"), "MISSING_SITE_ID");
    same("site a number", a -> a.with("site_id", "1"), "MISSING_SITE_ID");
    same("site with a tab", a -> a.with("site_id", "\"s\\t\""), "MISSING_SITE_ID");
    same("version \"1\"", a -> a.with("version", "\"1\""), STORED);
    same("version 1", a -> a.with("version", "1"), STORED);
    same("version null", a -> a.with("version", "null"), STORED);
    same("version 1.0", a -> a.with("version", "1.0"), "UNSUPPORTED_ENVELOPE_VERSION");
    same("version \"\"", a -> a.with("version", "\"\""), "UNSUPPORTED_ENVELOPE_VERSION");
    same("its own tenant", a -> a.with("tenant_id", "\"acme\""), STORED);
    same("tenant a number", a -> a.with("tenant_id", "1"), "TENANT_MISMATCH_TOPIC_VS_PAYLOAD");
    same("its own device", a -> a.with("device_id", "\"plain\""), STORED);
    same(
        "device in capitals",
        a -> a.with("device_id", "\"PLAIN\""),
        "DEVICE_MISMATCH_TOPIC_VS_PAYLOAD");
    same("largest seq", a -> a.with("seq", "9223372036854775807"), STORED);
    same("seq one more", a -> a.with("seq", "9223372036854775808"), "INVALID_SEQ");
    same("smallest seq", a -> a.with("seq", "-9223372036854775808"), STORED);
    same("seq one less", a -> a.with("seq", "-9223372036854775809"), "INVALID_SEQ");
    same("seq null", a -> a.with("seq", "null"), STORED);
    same("seq 1.0", a -> a.with("seq", "1.0"), "INVALID_SEQ");
    same("seq 1e3", a -> a.with("seq", "1e3"), "INVALID_SEQ");
    same("seq a string", a -> a.with("seq", "\"1\""), "INVALID_SEQ");
    same("latitude beyond the pole", a -> a.with("lat", "91").with("lng", "0"), STORED);
    same("latitude a string", a -> a.with("latitude", "\"x\""), STORED);
  }

  /** The broker sets the arrival: a margin of some seconds is left for it. */
  private void times() {
    same("ts in the future", a -> a.with("ts", seconds(300 - 20)), STORED);
    same("ts too far", a -> a.with("ts", seconds(300 + 5)), "TIMESTAMP_IN_FUTURE");
    same("ts long ago", a -> a.with("ts", seconds(-2_592_000 + 60)), STORED);
    same("ts too long ago", a -> a.with("ts", seconds(-2_592_000 - 1)), "TIMESTAMP_TOO_OLD");
    same("a tenant's own future", a -> strict(a).with("ts", seconds(30)), "TIMESTAMP_IN_FUTURE");
    same("a tenant's own past", a -> strict(a).with("ts", seconds(-70)), "TIMESTAMP_TOO_OLD");
    same("within a tenant's own", a -> strict(a).with("ts", seconds(-5)), STORED);
    same("ts in milliseconds", a -> a.with("ts", seconds(0) + "000"), STORED);
    same("ts with a fraction", a -> a.with("ts", seconds(-1) + ".123456789"), STORED);
    same("ts null", a -> a.with("ts", "null"), STORED);
    same("the largest seconds", a -> a.with("ts", "99999999999"), "TIMESTAMP_IN_FUTURE");
    same("the smallest milliseconds", a -> a.with("ts", "100000000000"), "TIMESTAMP_TOO_OLD");
    same("ts negative", a -> a.with("ts", "-1"), "TIMESTAMP_TOO_OLD");
    same("ts of a day only", a -> a.with("ts", "\"2026-01-31\""), "INVALID_TIMESTAMP");
    same("ts of no leap year", a -> a.with("ts", "\"2100-02-29T00:00Z\""), "INVALID_TIMESTAMP");
    same("year 9999", a -> a.with("ts", "\"9999-12-31T23:59:59.999999Z\""), "TIMESTAMP_IN_FUTURE");
    same("ts a boolean", a -> a.with("ts", "true"), "INVALID_TIMESTAMP");
    same("ts with an offset", a -> a.with("ts", iso("+05:30")), STORED);
    same("ts without an offset", a -> a.with("ts", iso("")), STORED);
  }

  private void metrics() {
    same("50 metrics", a -> many(a, 50), STORED);
    same("51 metrics", a -> many(a, 51), "TOO_MANY_METRICS");
    same("no metrics", a -> a.with("metrics", "{}"), "MISSING_METRICS");
    same("no metrics in a heartbeat", a -> heartbeat(a).with("metrics", "null"), STORED);
    same("key of 128", a -> a.metric(text(128), "1"), STORED);
    same("key of 129", a -> a.metric(text(129), "1"), "METRIC_KEY_TOO_LONG");
    same("key with a control character", a -> a.metric("\"a\\u0001\"", "1"), "METRIC_KEY_INVALID");
    same("string of 1,024", a -> a.metric("\"s\"", text(1_024)), STORED);
    same("string of 1,025", a -> a.metric("\"s\"", text(1_025)), "METRIC_VALUE_INVALID");
    same("string with U+0000", a -> a.metric("\"s\"", "\"\\u0000\""), "METRIC_VALUE_INVALID");
    same("half a pair", a -> a.metric("\"s\"", "\"\\ud800\""), "METRIC_VALUE_INVALID");
    same("largest double", a -> a.metric("\"n\"", "1.7976931348623157e308"), STORED);
    same("beyond it", a -> a.metric("\"n\"", "1.8e308"), "METRIC_VALUE_INVALID");
    same("a boolean", a -> a.metric("\"b\"", "true"), STORED);
    same("a null", a -> a.metric("\"b\"", "null"), "METRIC_VALUE_INVALID");
    same("an object", a -> a.metric("\"b\"", "{}"), "METRIC_VALUE_INVALID");
  }

  private void identities() {
    same("no token", a -> a.without("provision_token"), "TOKEN_MISSING");
    same("token null", a -> a.with("provision_token", "null"), "TOKEN_MISSING");
    same("token empty", a -> a.with("provision_token", "\"\""), "TOKEN_MISSING");
    same("token a number", a -> a.with("provision_token", "1"), "TOKEN_INVALID");
    same("token in capitals", a -> a.with("provision_token", "\"SECRET\""), "TOKEN_INVALID");
    same("the header's token wins", a -> a.headerToken = "guess", "TOKEN_INVALID");
    same("the header's token alone", a -> header(a, "secret"), STORED);
    same("certified", a -> certified(a, "acme/certified"), STORED);
    same("certificate of another", a -> certified(a, "acme/plain"), "CERT_INVALID");
    same("certificate of no device", a -> certified(a, "gateway-7"), "TOKEN_MISSING");
    same("certificate not yet good", a -> early(a), "TOKEN_MISSING");
    same("a site where none is set", a -> a.of("acme", "roaming").with("site_id", "\"x\""), STORED);
    same("in grace", a -> a.device = "in-grace", STORED);
    same("past its grace", a -> a.device = "past-grace", "SUBSCRIPTION_EXPIRED");
    same("of a tenant that is suspended", a -> a.of("closed", "plain"), "SUBSCRIPTION_SUSPENDED");
    same("of nobody", a -> a.of("nobody", "plain"), "UNREGISTERED_DEVICE");
  }

  private void same(String name, Consumer<Attempt> change, String expected) {
    cases.add(new Case(name, change, expected));
  }

  private static void topic(Attempt attempt, String tenant) {
    attempt.subjectTenant = "acme";
    attempt.tenant = tenant;
  }

  private static Attempt strict(Attempt attempt) {
    return attempt.of("strict", "plain");
  }

  private static Attempt heartbeat(Attempt attempt) {
    attempt.msgType = "heartbeat";
    return attempt;
  }

  private static void header(Attempt attempt, String token) {
    attempt.without("provision_token").headerToken = token;
  }

  private static void certified(Attempt attempt, String username) {
    attempt.of("acme", "certified").without("provision_token").username = username;
  }

  private static void early(Attempt attempt) {
    attempt.of("acme", "early").without("provision_token").username = "acme/early";
  }

  private static void many(Attempt attempt, int count) {
    for (int i = 1; i < count; i++) {
      attempt.metric("\"m" + i + '"', "0");
    }
  }

  private static String nested(int levels) {
    return "[".repeat(levels) + "]".repeat(levels);
  }

  /** A JSON string of characters that are two chars and four bytes each. */
  private static String text(int codePoints) {
    return '"' + "\ud83c\udf0d".repeat(codePoints) + '"';
  }

  private static String seconds(long fromNow) {
    return Long.toString(Instant.now().getEpochSecond() + fromNow);
  }

  private static String iso(String offset) {
    Instant time = offset.isEmpty() ? Instant.now() : Instant.now().plusSeconds(19_800);
    return '"' + time.toString().replace("Z", offset) + '"';
  }

  private static void register(RuleInstallation installation) {
    installation.environment.put("CERT_AUTH_ENABLED", "1");
    installation.setting("RATE_LIMIT_RPS", "1000000");
    installation.setting("RATE_LIMIT_BURST", "1000000");
    installation.database.execute(
        """
        insert into tenants (tenant_id, status) values ('acme', 'ACTIVE'), ('strict', 'ACTIVE'),
          ('closed', 'SUSPENDED'), ('A.z_9:@=-', 'ACTIVE'), (repeat('t', 128), 'ACTIVE');
        insert into subscriptions (tenant_id, subscription_id, term_end) values
          ('acme', 'in-grace', now() - interval '13 days 23 hours'),
          ('acme', 'past-grace', now() - interval '14 days 1 second');
        insert into device_registry
          (tenant_id, device_id, site_id, subscription_id, provision_token_hash)
        select t, d, case when d = 'roaming' then null else 's1' end,
          case when d like '%grace' then d end, encode(sha256('secret'), 'hex')
        from (values ('acme', 'plain'), ('acme', 'roaming'), ('acme', repeat('d', 128)),
          ('acme', 'certified'), ('acme', 'early'), ('acme', 'in-grace'), ('acme', 'past-grace'),
          ('strict', 'plain'), ('closed', 'plain'), ('A.z_9:@=-', 'plain'),
          (repeat('t', 128), 'plain')) as d (t, d);
        insert into device_certificates
          (tenant_id, device_id, fingerprint_sha256, not_before, not_after)
        values ('acme', 'certified', 'f1', now() - interval '1 day', now() + interval '1 day'),
          ('acme', 'early', 'f2', now() + interval '1 day', null);
        insert into tenant_settings values ('strict', 'MAX_FUTURE_SECONDS', '10'),
          ('strict', 'MAX_AGE_SECONDS', '60');
        """);
  }
}
