package dev.weir.ingest.lane;

import dev.weir.core.admission.DeviceKey;
import dev.weir.core.lane.LaneStore;
import dev.weir.core.settings.LiveSettings;
import dev.weir.core.store.BatchWriter;
import dev.weir.core.store.DeviceStateStore;
import dev.weir.core.stream.TelemetryStreams;
import dev.weir.ingest.IngestConfig;
import dev.weir.ingest.IngestObserver;
import dev.weir.ingest.batch.Judge;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What all lanes of a process share.
 *
 * @param writers makes a writer for one lane to own
 * @param judges makes a judge for the lane of a stream to own
 * @param stateWriter writes device states, one lane's at a time
 * @param keys gives the key that is kept of a device anyway
 * @param partitions how many partition streams there are
 * @param workers a fair semaphore with a permit for each lane that may work at the same moment
 */
public record LaneContext(
    IngestConfig config,
    TelemetryStreams streams,
    LaneStore lanes,
    Supplier<BatchWriter> writers,
    Function<String, Judge> judges,
    DeviceStateStore states,
    Executor stateWriter,
    UnaryOperator<DeviceKey> keys,
    LiveSettings settings,
    IngestObserver observer,
    AtomicInteger partitions,
    Semaphore workers) {}
