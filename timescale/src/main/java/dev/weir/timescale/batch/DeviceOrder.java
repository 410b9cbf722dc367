package dev.weir.timescale.batch;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.weir.core.admission.DeviceKey;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The order in which readings are stored: that of the index which holds their identity, so that one
 * goes in beside the one before. Devices by their keys, and of each device the readings as they
 * came.
 */
final class DeviceOrder {

  /** As the database has them: ids are ASCII, and their collation is that of bytes. */
  private static final Comparator<DeviceKey> BY_KEY =
      Comparator.comparing(DeviceKey::tenantId).thenComparing(DeviceKey::deviceId);

  private DeviceOrder() {}

  /** The positions of what is to be stored. */
  static int[] of(PreparedBatch batch) {
    Map<DeviceKey, List<Integer>> positions =
        Arrays.stream(batch.accepted())
            .boxed()
            .collect(
                groupingBy(position -> DeviceKey.of(batch.message(position).topic()), toList()));
    return positions.entrySet().stream()
        .sorted(Map.Entry.comparingByKey(BY_KEY))
        .flatMapToInt(device -> device.getValue().stream().mapToInt(Integer::intValue))
        .toArray();
  }
}
