package dev.weir.ingest.state;

import dev.weir.core.store.DeviceSeen;
import dev.weir.core.store.DeviceStateStore;
import dev.weir.core.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes the states of some devices, once: where PostgreSQL refuses a row for what it holds, the
 * devices are halved until that one stands alone. Touches nothing of the lane's, and so may run on
 * any thread.
 */
final class StateWrite implements Supplier<StateWrite.Result> {

  /** Enough to find three single rows; where most are refused, dropping takes its time. */
  static final int MOST_REFUSALS = 40;

  /**
   * What became of them.
   *
   * @param written rows that were written; fewer than devices where some told nothing new
   * @param refused devices whose rows PostgreSQL will not have
   * @param refusal the first one's; null where none was refused
   * @param left devices that were not tried, or failed
   * @param failure why; null where none is left
   */
  record Result(
      int written,
      List<DeviceSeen> refused,
      @Nullable StoreException refusal,
      List<DeviceSeen> left,
      @Nullable RuntimeException failure) {}

  private final DeviceStateStore store;
  private final List<DeviceSeen> devices;
  private final List<DeviceSeen> refused = new ArrayList<>();
  private @Nullable StoreException refusal;
  private int written;
  private int done;
  private int refusals;

  StateWrite(DeviceStateStore store, List<DeviceSeen> devices) {
    this.store = store;
    this.devices = devices;
  }

  /** Throws no exception: what failed is told. */
  @Override
  public Result get() {
    RuntimeException failure = null;
    try {
      write(devices);
    } catch (RuntimeException e) {
      failure = e;
    }
    List<DeviceSeen> left = devices.subList(done, devices.size());
    return new Result(written, refused, refusal, left, failure);
  }

  private void write(List<DeviceSeen> part) {
    try {
      written += store.write(part);
      done += part.size();
    } catch (StoreException e) {
      if (e.kind() != StoreException.Kind.POISON || ++refusals > MOST_REFUSALS) {
        throw e;
      }
      isolate(part, e);
    }
  }

  private void isolate(List<DeviceSeen> part, StoreException cause) {
    int size = part.size();
    if (size > 1) {
      write(part.subList(0, size / 2));
      write(part.subList(size / 2, size));
      return;
    }
    refusal = refusal == null ? cause : refusal;
    refused.addAll(part);
    done++;
  }
}
