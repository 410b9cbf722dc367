package dev.weir.ingest.lane;

import dev.weir.core.lane.LaneStore;
import dev.weir.core.settings.LiveSettings;
import dev.weir.core.store.BatchWriter;
import dev.weir.core.store.DeviceStateStore;
import dev.weir.core.stream.TelemetryStreams;
import dev.weir.ingest.IngestConfig;
import dev.weir.ingest.IngestObserver;
import dev.weir.ingest.registry.CachedRegistry;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * What all lanes of a process share.
 *
 * @param writers makes a writer for one lane to own
 * @param workers a fair semaphore with a permit for each lane that may work at the same moment
 */
public record LaneContext(
    IngestConfig config,
    TelemetryStreams streams,
    LaneStore lanes,
    Supplier<BatchWriter> writers,
    DeviceStateStore states,
    CachedRegistry registry,
    LiveSettings settings,
    IngestObserver observer,
    Semaphore workers) {}
