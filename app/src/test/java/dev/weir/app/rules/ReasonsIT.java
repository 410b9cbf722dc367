package dev.weir.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.testkit.WeirProcess;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The reasons that a message alone does not bring about. */
class ReasonsIT {

  @ParameterizedTest
  @EnumSource(Attempt.Form.class)
  void whatTheDatabaseHasToSayComesLast(Attempt.Form form) throws Exception {
    try (RuleInstallation installation = new RuleInstallation(RuleInstallation.Way.DIRECT)) {
      installation.database.execute(
          """
          insert into tenants (tenant_id) values ('acme');
          insert into device_registry (tenant_id, device_id, provision_token_hash)
          values ('acme', 'plain', encode(sha256('secret'), 'hex'));
          alter table telemetry add constraint not_so_hot check ((metrics ->> 't')::float < 100);
          """);
      try (WeirProcess weir = installation.serve()) {
        List<Long> seqs =
            installation.publish(
                List.of(
                    reading(form, "1", "20"),
                    reading(form, "1", "20"),
                    reading(form, "1", "21"),
                    reading(form, "2", "100"),
                    reading(form, "3", "99.9")));
        installation.awaitAccounted(seqs.size());

        assertThat(Verdicts.reasons(installation.database))
            .isEqualTo(
                Map.of(seqs.get(2), "DUPLICATE_KEY_CONFLICT", seqs.get(3), "WRITE_REJECTED"));
        assertThat(
                installation.database.rows(
                    "select stored, duplicates from ingest_lanes where stored > 0"))
            .containsExactly("2|1");
        assertThat(weir.isAlive()).isTrue();
      }
    }
  }

  private static Attempt reading(Attempt.Form form, String seq, String value) {
    return new Attempt(form)
        .with("ts", Long.toString(System.currentTimeMillis() / 60_000 * 60))
        .with("seq", seq)
        .metric("\"t\"", value);
  }
}
