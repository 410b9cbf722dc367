package dev.weir.jetstream;

import dev.weir.core.message.Subjects;
import dev.weir.core.stream.StreamException;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.AccountStatistics;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Brings the streams to the plan, as far as nothing can be lost by it. No stream and no message is
 * ever deleted.
 */
public final class StreamSetup {

  /** JetStream's codes for: no room on the server, in the account, on enough peers. */
  private static final Set<Integer> NO_ROOM = Set.of(10_047, 10_002, 10_028, 10_005);

  private final StreamApi api;
  private final StreamPlan plan;

  public StreamSetup(NatsConnection connection, StreamPlan plan) {
    this.api = new StreamApi(connection);
    this.plan = plan;
  }

  /**
   * Makes what is missing and repairs what differs.
   *
   * @return what was done and what was left; empty where all is as planned
   * @throws StreamException the broker cannot be asked, or has no room for the streams
   */
  public List<StreamReport> apply() {
    List<StreamReport> reports = new ArrayList<>();
    for (StreamConfiguration wanted : plan.streams()) {
      StreamInfo info = api.info(wanted.getName());
      if (info == null) {
        create(wanted);
        reports.add(new StreamReport.Created(wanted.getName()));
      } else {
        reports.addAll(repair(info, wanted));
      }
    }
    RouteConsumer.ensure(api);
    reports.addAll(surplus());
    return reports;
  }

  /**
   * What of the plan is not there, and must be for the service to run: a line for people each.
   * Nothing is changed.
   *
   * @throws StreamException the broker cannot be asked
   */
  public List<String> check() {
    List<String> problems = new ArrayList<>();
    for (StreamConfiguration wanted : plan.streams()) {
      StreamInfo info = api.info(wanted.getName());
      if (info == null) {
        problems.add("stream " + wanted.getName() + " is missing");
        continue;
      }
      StreamConfiguration is = info.getConfiguration();
      differences(is, wanted)
          .filter(setting -> setting.isWeaker(is, wanted))
          .map(setting -> describe(setting, is, wanted))
          .forEach(problems::add);
    }
    return problems;
  }

  private static String describe(
      StreamSetting setting, StreamConfiguration is, StreamConfiguration wanted) {
    return "stream %s: %s is %s, configured is %s"
        .formatted(is.getName(), setting.label(), setting.of(is), setting.of(wanted));
  }

  private static Stream<StreamSetting> differences(
      StreamConfiguration is, StreamConfiguration wanted) {
    return EnumSet.allOf(StreamSetting.class).stream()
        .filter(setting -> !setting.of(is).equals(setting.of(wanted)));
  }

  private void create(StreamConfiguration wanted) {
    api.ask(
        "making stream " + wanted.getName(),
        management -> {
          try {
            return management.addStream(wanted);
          } catch (JetStreamApiException e) {
            if (NO_ROOM.contains(e.getApiErrorCode())) {
              throw new StreamException(noRoom(wanted, management, e), e);
            }
            throw e;
          }
        });
  }

  private String noRoom(
      StreamConfiguration wanted, JetStreamManagement management, JetStreamApiException refusal)
      throws IOException, JetStreamApiException {
    AccountStatistics account = management.getAccountStatistics();
    long limit = account.getLimits().getMaxStorage();
    return ("no room for stream %s: it needs %d bytes, all streams together %d in %d replica(s);"
            + " %d are in use, the limit is %s. Give JetStream more room, or the streams less."
            + " The server says: %s")
        .formatted(
            wanted.getName(),
            wanted.getMaxBytes(),
            plan.totalBytes(),
            plan.replicas(),
            account.getStorage(),
            limit > 0 ? limit + " bytes" : "the server's max_file_store",
            refusal.getErrorDescription());
  }

  private List<StreamReport> repair(StreamInfo info, StreamConfiguration wanted) {
    StreamConfiguration is = info.getConfiguration();
    StreamConfiguration.Builder repaired = StreamConfiguration.builder(is);
    List<StreamReport> left = new ArrayList<>();
    List<StreamSetting> safe = new ArrayList<>();
    differences(is, wanted)
        .forEach(setting -> {
          String obstacle = setting.obstacle(is, wanted, info.getStreamState());
          if (obstacle == null) {
            safe.add(setting);
            setting.repair(repaired, wanted);
          } else {
            left.add(differs(setting, is, wanted, obstacle));
          }
        });
    if (!safe.isEmpty()) {
      left.addAll(update(is, wanted, repaired.build(), safe));
    }
    return left;
  }

  private List<StreamReport> update(
      StreamConfiguration is,
      StreamConfiguration wanted,
      StreamConfiguration repaired,
      List<StreamSetting> settings) {
    return api.ask(
        "changing stream " + is.getName(),
        management -> {
          try {
            management.updateStream(repaired);
          } catch (JetStreamApiException e) {
            String why = "the server refuses: " + e.getErrorDescription();
            return settings.stream().map(s -> differs(s, is, wanted, why)).toList();
          }
          return settings.stream()
              .<StreamReport>map(
                  s -> new StreamReport.Repaired(is.getName(), s.label(), s.of(is), s.of(repaired)))
              .toList();
        });
  }

  private static StreamReport differs(
      StreamSetting setting, StreamConfiguration is, StreamConfiguration wanted, String why) {
    return new StreamReport.Differs(
        is.getName(), setting.label(), setting.of(is), setting.of(wanted), why);
  }

  /** Streams of partitions above the count. */
  private List<StreamReport> surplus() {
    Set<String> planned =
        Set.copyOf(plan.streams().stream().map(StreamConfiguration::getName).toList());
    return api.ask("names of streams", JetStreamManagement::getStreamNames).stream()
        .filter(name -> Subjects.isTelemetryStream(name) && !planned.contains(name))
        .sorted()
        .<StreamReport>map(
            name -> new StreamReport.Surplus(name, plan.partitions(), messages(name)))
        .toList();
  }

  private long messages(String stream) {
    StreamInfo info = api.info(stream);
    return info == null ? 0 : info.getStreamState().getMsgCount();
  }
}
