package dev.weir.chaos.run;

import dev.weir.app.command.Commands;
import dev.weir.app.command.Console;
import dev.weir.app.config.Configuration;
import dev.weir.app.config.ConfigurationException;
import dev.weir.app.simulate.Fleet;
import dev.weir.app.simulate.FleetRegistration;
import dev.weir.testkit.TestDatabase;
import dev.weir.testkit.nats.NatsServers;
import dev.weir.testkit.net.FaultyProxy;
import dev.weir.timescale.database.Database;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A database of the run's own, NATS, and the ingest processes that share its lanes. */
public final class Installation implements AutoCloseable {

  /** Seconds; also the bound of what a killed process may cost. */
  public static final int LEASE_SECONDS = 3;

  static final int PARTITIONS = 4;

  /** For which the streams know a message by its id. */
  public static final Duration DUPLICATE_WINDOW = Duration.ofMinutes(2);

  private final TestDatabase database = TestDatabase.create();
  private final NatsServers nats;
  private final PostgresServer postgres = PostgresServer.ofStack();
  private final Map<String, String> environment = new HashMap<>();
  private final List<Member> members = new ArrayList<>();

  /**
   * Sets all up and starts the processes.
   *
   * @param nats ends with it
   * @param settings of the processes, beside those of the servers
   */
  public Installation(int processes, NatsServers nats, Map<String, String> settings, Jvm jvm)
      throws ConfigurationException {
    this.nats = nats;
    environment.put("DATABASE_URL", database.url());
    environment.put("NATS_URL", nats.url());
    environment.put("LEASE_SECONDS", Integer.toString(LEASE_SECONDS));
    environment.put("DUPLICATE_WINDOW_SECONDS", Long.toString(DUPLICATE_WINDOW.toSeconds()));
    environment.putAll(settings);
    try {
      migrate();
      liftLimits();
      for (int i = 0; i < processes; i++) {
        members.add(member(jvm, "ingest", Map.of()));
      }
      members.forEach(Member::start);
      members.forEach(Member::awaitReady);
    } catch (RuntimeException | AssertionError e) {
      close();
      throw e;
    }
  }

  /** Devices may send as they like, and all that is refused is kept. */
  private void liftLimits() {
    database.execute(
        """
        insert into app_settings (key, value) values ('RATE_LIMIT_RPS', '1000000'),
          ('RATE_LIMIT_BURST', '1000000'), ('MAX_STORED_REJECTS_PER_MINUTE', '1000000')
        """);
  }

  public TestDatabase database() {
    return database;
  }

  public PostgresServer postgres() {
    return postgres;
  }

  public List<Member> members() {
    return List.copyOf(members);
  }

  public Configuration configuration() throws ConfigurationException {
    return Configuration.from(environment);
  }

  /** Makes streams and schema as they have to be, as an operator would. */
  public void migrate() {
    StringWriter output = new StringWriter();
    PrintWriter writer = new PrintWriter(output, true);
    if (Commands.run(new Console(environment, writer, writer), "migrate") != 0) {
      throw new IllegalStateException(output.toString());
    }
  }

  public void register(Fleet fleet) throws ConfigurationException {
    try (Database pool = new Database(configuration().database().toCommandConfig())) {
      FleetRegistration.register(pool, fleet);
    }
  }

  /** Everything as it was before the faults. */
  public void mend() {
    members.forEach(member -> {
      member.database().heal();
      member.nats().heal();
      member.signal("CONT");
      member.start();
    });
  }

  @Override
  public void close() {
    try (database;
        nats) {
      for (Member member : members) {
        close(member);
      }
    }
  }

  /** One that cannot be closed keeps none of the rest open. */
  private static void close(Member member) {
    try {
      member.close();
    } catch (RuntimeException | AssertionError e) {
      System.err.println("a process was left behind: " + e);
    }
  }

  /**
   * A place for one more process, which ends with this; nothing is started.
   *
   * @param more in its environment
   */
  public Member add(Jvm jvm, String role, Map<String, String> more) {
    Member member = member(jvm, role, more);
    members.add(member);
    return member;
  }

  private Member member(Jvm jvm, String role, Map<String, String> more) {
    URI databaseUrl = URI.create(database.url());
    // The first of several servers; the others are reached without a detour.
    URI natsUrl = URI.create(nats.url().split(",", 2)[0]);
    FaultyProxy toDatabase = FaultyProxy.to(databaseUrl.getHost(), databaseUrl.getPort());
    FaultyProxy toNats = FaultyProxy.to(natsUrl.getHost(), natsUrl.getPort());
    Map<String, String> own = new HashMap<>(environment);
    own.putAll(more);
    own.put("DATABASE_URL", through(toDatabase, databaseUrl, database.url()));
    own.put("NATS_URL", through(toNats, natsUrl, nats.url()));
    return new Member(jvm, role, own, toDatabase, toNats);
  }

  private static String through(FaultyProxy proxy, URI server, String urls) {
    return urls.replace(server.getHost() + ':' + server.getPort(), "127.0.0.1:" + proxy.port());
  }
}
