package dev.weir.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong arguments of the commands that manage rules: each is told before a database is asked. */
final class RuleArgumentsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          device add acme d1 --site=a --subscription | Missing required parameter for option '--subscription'
          device set acme d1 --lat 1        | Missing required argument(s): --lng=DEGREES
          device set acme d1 --lat 1 --lng  | Missing required parameter for option '--lng'
          device set acme d1 --lat -90.1 --lng 0 | --lat must be from -90 to 90
          device set acme d1 --lat NaN --lng 0 | --lat must be from -90 to 90
          device set acme d1 --lat 0 --lng 180.5 | --lng must be from -180 to 180
          device set acme d1 --lat north --lng 0 | is not a double
          device set acme d1 --location manual | --location must be auto
          device set acme d1 --location auto --lat 1 --lng 1 | mutually exclusive
          subscription add acme a/b         | SUBSCRIPTION must be 1 to 128 of A-Z
          subscription add acme none        | SUBSCRIPTION must not be none
          subscription add acme m --type BIG | expected one of [MAIN, ADDON, TRIAL, TEMPORARY]
          subscription add acme m --status DONE | expected one of [TRIAL, ACTIVE, GRACE, SUSPENDED, EXPIRED]
          subscription add acme m --limit -1 | --limit must be from 0 to 1000000000
          subscription add acme m --limit 1000000001 | --limit must be from 0 to 1000000000
          subscription add acme m --start never | --start must be a date such as 2026-12-31
          subscription add acme m --end 2026-02-30 | --end must be a date
          subscription add acme m --end +10000-01-01T00:00:00Z | from 1970 to 9999
          subscription add acme m --end 2026-01-31T12:00:00 | --end must be a date
          subscription add acme m --start 2026-01-02 --end 2026-01-02 | --end must be after the start
          subscription set acme m           | nothing to change: give --type, --limit, --start
          certificate add acme d1           | Missing required
          certificate add acme d1 --fingerprint 0f | --fingerprint must be a SHA-256 fingerprint
          certificate add acme d1 --not-after 2026-01-01 | --fingerprint
          certificate add acme d1 --file a --fingerprint 0f | mutually exclusive
          certificate show acme d1 xyz      | FINGERPRINT must be a SHA-256 fingerprint: 64 hex digits
          settings set MAX_METRICS          | Missing required parameter: 'VALUE'
          settings set MAX_METRIC 5         | KEY is no setting; must be one of [RATE_LIMIT_RPS,
          settings set MAX_METRICS 0        | MAX_METRICS must be a whole number from 1 to 1000000
          settings set MAX_METRICS -1       | MAX_METRICS must be a whole number from 1 to 1000000
          settings set MAX_METRICS 1.5 --tenant acme | MAX_METRICS must be a whole number from 1
          settings set RATE_LIMIT_RPS 0.0009 | RATE_LIMIT_RPS must be a number from 0.001 to 1000000
          settings set MAX_METRICS 5 --al   | Unknown option: '--al'
          settings unset max_metrics        | KEY is no setting
          """)
  void whatIsAskedForWronglyEndsWith64(String line, String message) {
    Run run = Run.of(Map.of(), line.split(" ", -1));

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).startsWith("weir: ").contains(message).hasLineCount(1);
    assertThat(run.out()).isEmpty();
  }
}
