package dev.weir.jetstream;

import dev.weir.core.message.Subjects;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The streams as they should be. All refuse new messages when they are full rather than lose old
 * ones, and none forgets by age or number: what is in a stream was promised to its publisher.
 *
 * @param partitions number of partition streams, 1 to 1024
 * @param maxBytes what each telemetry stream may hold
 * @param routesMaxBytes what {@code ROUTES} may hold
 * @param maxMessagesPerSubject what each may hold of one tenant, so that none fills it alone
 * @param duplicateWindow for how long a message id is remembered
 * @param replicas copies of each stream, 1 to 5
 */
public record StreamPlan(
    int partitions,
    long maxBytes,
    long routesMaxBytes,
    long maxMessagesPerSubject,
    Duration duplicateWindow,
    int replicas) {

  public static final int MAX_PARTITIONS = 1_024;

  /** A tenant may have a job for so many bytes of {@code ROUTES}: several times what one takes. */
  private static final long ROUTES_BYTES_PER_JOB = 4_096;

  public static final StreamPlan DEFAULTS =
      new StreamPlan(4, 1L << 30, 256L << 20, 1_000_000, Duration.ofSeconds(30), 1);

  public StreamPlan {
    require(partitions >= 1 && partitions <= MAX_PARTITIONS, "partitions", partitions);
    require(maxBytes > 0, "maxBytes", maxBytes);
    require(routesMaxBytes > 0, "routesMaxBytes", routesMaxBytes);
    require(maxMessagesPerSubject > 0, "maxMessagesPerSubject", maxMessagesPerSubject);
    require(duplicateWindow.toMillis() >= 100, "duplicateWindow", duplicateWindow);
    require(replicas >= 1 && replicas <= 5, "replicas", replicas);
  }

  /** The same with another number of partitions. */
  public StreamPlan withPartitions(int number) {
    return new StreamPlan(
        number, maxBytes, routesMaxBytes, maxMessagesPerSubject, duplicateWindow, replicas);
  }

  /** What all streams together may hold, in bytes and one copy: a server reserves it. */
  public long totalBytes() {
    return maxBytes * (partitions + 1) + routesMaxBytes;
  }

  List<StreamConfiguration> streams() {
    List<StreamConfiguration> streams = new ArrayList<>();
    streams.add(telemetry(Subjects.TELEMETRY_STREAM, "telemetry.*"));
    for (int i = 0; i < partitions; i++) {
      streams.add(telemetry(Subjects.partitionStream(i), "telemetry." + i + ".*"));
    }
    streams.add(
        StreamConfiguration.builder(
                stream(
                    Subjects.ROUTES_STREAM, "routes.*", RetentionPolicy.WorkQueue, routesMaxBytes))
            .maxMessagesPerSubject(
                Math.clamp(routesMaxBytes / ROUTES_BYTES_PER_JOB, 1, maxMessagesPerSubject))
            .build());
    return streams;
  }

  private StreamConfiguration telemetry(String name, String subject) {
    return stream(name, subject, RetentionPolicy.Limits, maxBytes);
  }

  private StreamConfiguration stream(
      String name, String subject, RetentionPolicy retention, long bytes) {
    return StreamConfiguration.builder()
        .name(name)
        .subjects(subject)
        .storageType(StorageType.File)
        .retentionPolicy(retention)
        .discardPolicy(DiscardPolicy.New)
        .maxBytes(bytes)
        .maxMessagesPerSubject(maxMessagesPerSubject)
        .discardNewPerSubject(true)
        .duplicateWindow(duplicateWindow)
        .replicas(replicas)
        .allowDirect(true)
        .build();
  }

  private static void require(boolean condition, String name, Object value) {
    if (!condition) {
      throw new IllegalArgumentException(name + " of " + value + " is out of bounds");
    }
  }
}
