package dev.weir.app.serve;

import dev.weir.app.config.StreamSettings;
import dev.weir.jetstream.NatsConnection;
import dev.weir.jetstream.StreamPlan;
import dev.weir.jetstream.StreamSetup;
import dev.weir.timescale.database.Database;
import dev.weir.timescale.schema.Installation;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares the streams with the configuration, and tells the log what differs, once. */
final class StreamWatch implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(StreamWatch.class);

  private final NatsConnection nats;
  private final Installation installation;
  private final StreamSettings settings;
  private List<String> told = List.of();

  StreamWatch(NatsConnection nats, Database database, StreamSettings settings) {
    this.nats = nats;
    this.settings = settings;
    installation = new Installation(database);
  }

  @Override
  public void run() {
    if (!nats.isConnected()) {
      return; // which is told elsewhere
    }
    StreamPlan plan = settings.toPlan();
    List<String> problems =
        new StreamSetup(
                nats, plan.withPartitions(installation.partitions().orElse(plan.partitions())))
            .check();
    problems.stream()
        .filter(problem -> !told.contains(problem))
        .forEach(problem -> log.warn("{}; ./weir migrate repairs what is safe", problem));
    told = problems;
  }
}
