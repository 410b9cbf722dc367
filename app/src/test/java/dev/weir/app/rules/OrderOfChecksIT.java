package dev.weir.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.testkit.Way;
import dev.weir.testkit.WeirProcess;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Of two things wrong with a message, whichever two, the one that is checked first is told. */
class OrderOfChecksIT {

  private record Case(String name, Attempt attempt, Spoiler expected) {}

  @ParameterizedTest
  @EnumSource
  void theFirstThatAppliesCounts(Way way) throws Exception {
    List<Case> cases = cases();
    try (RuleInstallation installation = new RuleInstallation(way)) {
      register(installation);
      try (WeirProcess weir = installation.serve()) {
        List<Long> seqs = installation.publish(cases.stream().map(Case::attempt).toList());
        installation.awaitAccounted(cases.size());

        Map<String, String> expected = new LinkedHashMap<>();
        Map<String, String> told = new LinkedHashMap<>();
        Map<Long, String> reasons = Verdicts.reasons(installation.database);
        for (int i = 0; i < cases.size(); i++) {
          expected.put(cases.get(i).name(), cases.get(i).expected().name());
          told.put(cases.get(i).name(), reasons.getOrDefault(seqs.get(i), "STORED"));
        }
        assertThat(told).isEqualTo(expected);
        assertThat(weir.log()).doesNotContain("\"level\":\"ERROR\"");
        System.out.println(cases.size() + " messages with one or two faults each, " + way);
      }
    }
  }

  private static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (Attempt.Form form : Attempt.Form.values()) {
      for (Spoiler first : Spoiler.values()) {
        cases.add(spoiled(form, first, first));
        for (Spoiler second : Spoiler.values()) {
          if (second.compareTo(first) > 0 && first.goesWith(second) && fits(form, first, second)) {
            cases.add(spoiled(form, first, second));
          }
        }
      }
    }
    return cases;
  }

  /** An envelope that is no JSON has no topic that could be wrong, nor a payload too large. */
  private static boolean fits(Attempt.Form form, Spoiler first, Spoiler second) {
    return form != Attempt.Form.ENVELOPE
        || second != Spoiler.INVALID_JSON
        || first.compareTo(Spoiler.INVALID_JSON) > 0;
  }

  private static Case spoiled(Attempt.Form form, Spoiler first, Spoiler second) {
    Attempt attempt = new Attempt(form);
    first.spoil(attempt);
    if (second != first) {
      second.spoil(attempt);
    }
    return new Case(form + " " + first + " before " + second, attempt, first);
  }

  /** A device for each combination of flaws, in each tenant. */
  private static void register(RuleInstallation installation) {
    installation.environment.put("CERT_AUTH_ENABLED", "1");
    installation.setting("RATE_LIMIT_RPS", "1000000");
    installation.setting("RATE_LIMIT_BURST", "1000000");
    installation.setting("MAX_STORED_REJECTS_PER_MINUTE", "1000000");
    for (String tenant : List.of("acme", "slow")) {
      installation.database.execute(
          """
          insert into tenants (tenant_id) values ('%1$s');
          insert into subscriptions (tenant_id, subscription_id, status, term_end) values
            ('%1$s', '-suspended', 'SUSPENDED', null), ('%1$s', '-over', 'ACTIVE', '2020-01-01'),
            ('%1$s', '-suspended-over', 'SUSPENDED', '2020-01-01');
          """
              .formatted(tenant));
      for (int flaws = 0; flaws < 1 << Spoiler.FLAWS_OF_DEVICES.size(); flaws++) {
        installation.database.execute(device(tenant, flaws));
      }
    }
    installation.database.execute(
        "insert into tenant_settings values ('slow', 'RATE_LIMIT_BURST', '0.001')");
  }

  private static String device(String tenant, int flaws) {
    StringBuilder name = new StringBuilder("plain");
    StringBuilder subscription = new StringBuilder();
    for (int i = 0; i < Spoiler.FLAWS_OF_DEVICES.size(); i++) {
      if ((flaws & 1 << i) != 0) {
        name.append(Spoiler.FLAWS_OF_DEVICES.get(i));
        subscription.append(i < 2 ? "" : Spoiler.FLAWS_OF_DEVICES.get(i));
      }
    }
    return """
    insert into device_registry
      (tenant_id, device_id, site_id, status, provision_token_hash, subscription_id)
    values ('%s', '%s', 's1', '%s', %s, nullif('%s', ''))
    """
        .formatted(
            tenant,
            name,
            (flaws & 2) == 0 ? "ACTIVE" : "REVOKED",
            (flaws & 1) == 0 ? "encode(sha256('secret'), 'hex')" : "null",
            subscription);
  }
}
