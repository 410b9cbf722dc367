package dev.weir.ingest.lane;

import dev.weir.core.lane.LaneStore;
import dev.weir.core.settings.LiveSettings;
import dev.weir.core.store.BatchWriter;
import dev.weir.core.stream.TelemetryStreams;
import dev.weir.ingest.IngestConfig;
import dev.weir.ingest.IngestObserver;
import dev.weir.ingest.batch.Judge;
import dev.weir.ingest.state.DeviceStates;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What all lanes of a process share.
 *
 * @param writers makes a writer for one lane to own
 * @param judges makes a judge for the lane of a stream to own
 * @param states makes the device states for the lane of a stream to own
 * @param partitions how many partition streams there are
 * @param workers a fair semaphore with a permit for each lane that may work at the same moment
 */
public record LaneContext(
    IngestConfig config,
    TelemetryStreams streams,
    LaneStore lanes,
    Supplier<BatchWriter> writers,
    Function<String, Judge> judges,
    Function<String, DeviceStates> states,
    LiveSettings settings,
    IngestObserver observer,
    AtomicInteger partitions,
    Semaphore workers) {}
