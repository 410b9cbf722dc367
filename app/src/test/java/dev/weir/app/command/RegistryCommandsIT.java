package dev.weir.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.testkit.TestDatabase;
import dev.weir.testkit.Way;
import dev.weir.testkit.nats.TestNats;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The commands of the registry on a real database. */
@ParameterizedClass
@EnumSource(Way.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RegistryCommandsIT {

  @Parameter Way way = Way.DIRECT;

  private static final int MANY = 50_000;

  /** What a file may cost above what its rows cost PostgreSQL, noise included. */
  private static final int MAX_TIMES_PLAIN = 20;

  @TempDir private Path folder;

  private TestDatabase database;
  private Map<String, String> environment;

  @BeforeParameterizedClassInvocation
  void migrate() {
    database = TestDatabase.create();
    try (TestNats nats = TestNats.start()) {
      environment =
          new TreeMap<>(Map.of("DATABASE_URL", way.url(database), "NATS_URL", nats.url()));
      Run first = run("migrate");
      assertThat(first.exitCode()).as(first.err()).isZero();
      assertThat(first.out()).contains("schema: version ", "stream TELEMETRY-3: created");
      Run second = run("migrate");
      assertThat(second.exitCode()).as(second.err()).isZero();
      assertThat(second.out()).contains("was up to date", "streams: were up to date");
      simulate();
    }
    assertThat(run("tenant", "add", "acme", "--name", "Acme Inc.").exitCode()).isZero();
  }

  @AfterParameterizedClassInvocation
  void drop() {
    database.close();
  }

  private void simulate() {
    String[] line = "simulate --nats --messages 200 --rate 0 --bad 0.2 --json".split(" ", -1);
    Run within = run(line);
    assertThat(within.err()).as("one message a device is no reason to warn").isEmpty();
    JsonNode ledger = within.json();
    assertThat(ledger.get("published").asInt()).isEqualTo(200);
    assertThat(ledger.get("stored").asInt() + ledger.get("rejected").asInt()).isEqualTo(200);

    String beyond = "simulate --nats --messages 42 --devices 2 --tenants 1 --rate 0";
    assertThat(run(beyond.split(" ", -1)).err())
        .startsWith("weir: 21 messages a device at once are more than RATE_LIMIT_BURST (20)")
        .endsWith("./weir settings set RATE_LIMIT_BURST 21\n");

    environment.put("TELEMETRY_PARTITIONS", "3");
    Run other = run(line);
    environment.remove("TELEMETRY_PARTITIONS");
    assertThat(other.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(other.err()).contains("TELEMETRY_PARTITIONS is 3, this installation has 4");
  }

  @Test
  void theWayOfATenant() {
    assertThat(run("tenant", "add", "t.1", "--json").json().get("status").asString())
        .isEqualTo("ACTIVE");
    assertFailed("tenant t.1 is there already", "tenant", "add", "t.1");
    assertThat(run("tenant", "list").out()).contains("tenant_id", "t.1", "Acme Inc.");
    assertThat(run("tenant", "set", "t.1", "--status", "SUSPENDED", "--json").json().toString())
        .contains("\"status\":\"SUSPENDED\"");
    assertThat(run("tenant", "show", "t.1").out()).contains("status      SUSPENDED");
    assertThat(run("tenant", "remove", "t.1").exitCode()).isZero();
    assertFailed("there is no tenant t.1", "tenant", "show", "t.1");
    assertFailed("there is no tenant t.1", "tenant", "remove", "t.1");
    assertFailed("there is no tenant t.1", "tenant", "set", "t.1", "--name", "x");
  }

  @Test
  void theWayOfADevice() {
    Run added = run("device", "add", "acme", "way", "--site", "s1", "--json");
    String token = added.json().get("token").asString();
    assertThat(token).matches("[A-Za-z0-9_-]{43}");
    assertThat(hash("way")).isEqualTo(NewToken.hash(token));
    assertFailed("device acme/way is there already", "device", "add", "acme", "way");
    assertFailed("there is no tenant nobody", "device", "add", "nobody", "d");

    for (Run shown : new Run[] {run("device", "show", "acme", "way"), run("device", "list")}) {
      assertThat(shown.out()).contains("way").doesNotContain(token).doesNotContain(hash("way"));
    }
    Run changed = run("device", "set", "acme", "way", "--new-token", "--json");
    assertThat(hash("way"))
        .isEqualTo(NewToken.hash(changed.json().get("token").asString()))
        .isNotEqualTo(NewToken.hash(token));
    assertThat(run("device", "revoke", "acme", "way").exitCode()).isZero();
    assertThat(run("device", "show", "acme", "way").out()).contains("REVOKED");
    assertFailed("there is no device acme/none", "device", "revoke", "acme", "none");
    assertFailed("tenant acme has devices; remove them first", "tenant", "remove", "acme");
    assertThat(run("device", "remove", "acme", "way").exitCode()).isZero();
    assertFailed("there is no device acme/way", "device", "show", "acme", "way");
    assertFailed("there is no device acme/way", "device", "remove", "acme", "way");
  }

  @Test
  void tokensThatAreGiven() throws IOException {
    Path file = Files.writeString(folder.resolve("token"), "from a file\n");

    Run given = run("device", "add", "acme", "given", "--token", "my token");
    Run read = run("device", "add", "acme", "read", "--token-file", file.toString());
    Run none = run("device", "add", "acme", "none-at-all", "--no-token", "--json");

    assertThat(hash("given")).isEqualTo(NewToken.hash("my token"));
    assertThat(given.out()).doesNotContain("my token");
    assertThat(hash("read")).isEqualTo(NewToken.hash("from a file"));
    assertThat(read.out()).doesNotContain("from a file");
    assertThat(none.json().get("has_token").asBoolean()).isFalse();
  }

  @Test
  void aListIsCutAndSaysSo() {
    run("device", "add", "acme", "cut-1", "--no-token");
    run("device", "add", "acme", "cut-2", "--no-token");

    Run cut = run("device", "list", "--tenant", "acme", "--limit", "1", "--json");

    assertThat(cut.json()).hasSize(1);
    assertThat(cut.err()).isEqualTo("weir: there are more; --limit shows more than 1\n");
  }

  @Test
  void aFileWithFaultsChangesNothing() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("faults.csv"),
            """
            tenant_id,device_id,site_id,token
            acme,import-ok,,secret0
            acme,a b,,secret1
            acme,x,s\u0007,secret2
            acme,x,s
            nobody,x,,secret4
            """);

    Run run = run("device", "import", file.toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err())
        .contains("4 faults; nothing was imported")
        .contains("line 3: device_id must be 1 to 128 of A-Z a-z 0-9 . _ : @ = -")
        .contains("line 4: site_id must be 1 to 128 characters, no control characters")
        .contains("line 5: has 3 fields, the header has 4")
        .contains("line 6: there is no such tenant")
        .doesNotContain("secret");
    assertFailed("there is no device acme/import-ok", "device", "show", "acme", "import-ok");
  }

  @Test
  void ofManyFaultsTheFirstAreTold() throws IOException {
    Path file = folder.resolve("many-faults.csv");
    Files.writeString(file, "tenant_id,device_id\n" + "acme,a b\n".repeat(50));

    assertThat(run("device", "import", file.toString()).err())
        .contains("50 faults", "line 21: ", "and 30 more")
        .doesNotContain("line 22: ");
  }

  @Test
  void filesThatAreNone() throws IOException {
    Path header = Files.writeString(folder.resolve("header.csv"), "tenant,device\n");
    Path quote = Files.writeString(folder.resolve("quote.csv"), "tenant_id,device_id\nacme,\"x\n");

    assertFailed("line 1: must name the columns", "device", "import", header.toString());
    assertFailed("line 2: has a quote that is not closed", "device", "import", quote.toString());
    assertFailed("there is none", "device", "import", folder.resolve("none.csv").toString());
  }

  @Test
  void aFileMayHaveRowsOnly() throws IOException {
    Path rows = Files.writeString(folder.resolve("rows.csv"), "acme,bare-1,,s\nacme,bare-2,x,\n");
    Path header =
        Files.writeString(folder.resolve("names.csv"), "tenant,device,site,token-of-it\n");

    assertThat(run("device", "import", rows.toString(), "--json").json().get("inserted").asInt())
        .isEqualTo(2);
    assertThat(hash("bare-1")).isEqualTo(NewToken.hash("s"));
    assertFailed("line 1: there is no such tenant", "device", "import", header.toString());
  }

  @Test
  void manyDevicesAreImportedFast() throws IOException {
    Path file = folder.resolve("many.csv");
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("\uFEFFdevice_id,tenant_id,token,site_id\r\n");
      for (int i = 0; i < MANY; i++) {
        out.write("many-%05d,acme,\"token, \"\"%d\"\"\",site %d\r\n".formatted(i, i, i % 7));
      }
    }
    assertThat(run("device", "import", "--dry-run", "--json", file.toString()).json().toString())
        .isEqualTo("{\"rows\":" + MANY + ",\"imported\":false}");
    long start = System.nanoTime();
    Run run = run("device", "import", file.toString(), "--json");
    double seconds = (System.nanoTime() - start) / 1e9;

    assertThat(run.json().toString())
        .isEqualTo(
            "{\"rows\":%d,\"inserted\":%d,\"updated\":0,\"unchanged\":0}".formatted(MANY, MANY));
    assertThat(hash("many-00042")).isEqualTo(NewToken.hash("token, \"42\""));
    double reference = secondsOfPlainInserts();
    System.out.printf(
        "imported %,.0f rows a second, in %.1f times the time of one plain insert of as many%n",
        MANY / seconds, seconds / reference);
    assertThat(seconds).isLessThan(MAX_TIMES_PLAIN * reference);
    assertThat(run("device", "import", file.toString(), "--json").json().get("unchanged").asInt())
        .isEqualTo(MANY);
  }

  /** As many rows, made by the server itself, into a table of the same kind. */
  private double secondsOfPlainInserts() {
    database.execute("create table reference (like device_registry including all)");
    long start = System.nanoTime();
    database.execute(
        """
        insert into reference (tenant_id, device_id, site_id, provision_token_hash)
        select 'acme', 'many-' || n, 'site', encode(sha256(n::text::bytea), 'hex')
        from generate_series(1, %d) n
        """
            .formatted(MANY));
    return (System.nanoTime() - start) / 1e9;
  }

  private String hash(String device) {
    return database
        .rows("select provision_token_hash from device_registry where device_id = '" + device + "'")
        .getFirst();
  }

  private void assertFailed(String message, String... args) {
    Run run = run(args);
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains(message);
    assertThat(run.out()).isEmpty();
  }

  private Run run(String... args) {
    return Run.of(environment, args);
  }
}
