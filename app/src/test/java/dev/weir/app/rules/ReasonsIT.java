package dev.weir.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.testkit.Way;
import dev.weir.testkit.WeirProcess;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The reasons that a message alone does not bring about. */
class ReasonsIT {

  @Test
  void whatTheDatabaseHasToSayComesLast() throws Exception {
    try (RuleInstallation installation = new RuleInstallation(Way.DIRECT)) {
      installation.database.execute(
          """
          insert into tenants (tenant_id) values ('acme');
          insert into device_registry (tenant_id, device_id, provision_token_hash)
          select 'acme', d, encode(sha256('secret'), 'hex')
          from unnest(array['NATIVE', 'ENVELOPE', 'ENVELOPE_WITH_A_STRING']) d;
          alter table telemetry add constraint not_so_hot check ((metrics ->> 't')::float < 100);
          """);
      List<Attempt> attempts = new ArrayList<>();
      for (Attempt.Form form : Attempt.Form.values()) {
        attempts.add(reading(form, "1", "20"));
        attempts.add(reading(form, "1", "20"));
        attempts.add(reading(form, "1", "21"));
        attempts.add(reading(form, "2", "100"));
        attempts.add(reading(form, "3", "99.9"));
      }
      try (WeirProcess weir = installation.serve()) {
        List<Long> seqs = installation.publish(attempts);
        installation.awaitAccounted(seqs.size());

        Map<Long, String> expected = new HashMap<>();
        for (int i = 0; i < seqs.size(); i += 5) {
          expected.put(seqs.get(i + 2), "DUPLICATE_KEY_CONFLICT");
          expected.put(seqs.get(i + 3), "WRITE_REJECTED");
        }
        assertThat(Verdicts.reasons(installation.database)).isEqualTo(expected);
        assertThat(
                installation.database.rows("select sum(stored), sum(duplicates) from ingest_lanes"))
            .containsExactly("6|3");
        assertThat(weir.isAlive()).isTrue();
      }
    }
  }

  private static Attempt reading(Attempt.Form form, String seq, String value) {
    return new Attempt(form)
        .of("acme", form.name())
        .with("ts", Long.toString(System.currentTimeMillis() / 60_000 * 60))
        .with("seq", seq)
        .metric("\"t\"", value);
  }
}
