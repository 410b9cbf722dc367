package dev.weir.ingest.fakes;

import dev.weir.core.admission.Device;
import dev.weir.core.admission.DeviceKey;
import dev.weir.core.admission.DeviceProvisioning;
import dev.weir.core.admission.DeviceRegistry;
import dev.weir.core.admission.NewDevice;
import dev.weir.core.admission.TenantAccount;
import dev.weir.core.admission.Validity;
import dev.weir.core.lane.Checkpoint;
import dev.weir.core.lane.LaneGrant;
import dev.weir.core.lane.LaneStatus;
import dev.weir.core.lane.LaneStore;
import dev.weir.core.lane.LaneTotals;
import dev.weir.core.store.Batch;
import dev.weir.core.store.BatchWriter;
import dev.weir.core.store.Commit;
import dev.weir.core.store.StoreException;
import dev.weir.core.verdict.Judged;
import dev.weir.core.verdict.RejectReason;
import dev.weir.core.verdict.Verdict.Accepted;
import dev.weir.core.verdict.Verdict.Rejected;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One lane's table, its rows, and a registry, in memory. */
public final class FakeStore implements LaneStore, BatchWriter, DeviceRegistry, DeviceProvisioning {

  public static final Device DEVICE = new Device(null, Device.ACTIVE, null, null, List.of());

  public Checkpoint checkpoint = new Checkpoint(0, 0, 0, 0);
  public long epoch = 1;
  public long incarnations;
  public volatile boolean released;
  public @Nullable String owner;

  /** While it is not open, members wait for the answer to their heartbeats. */
  public volatile CountDownLatch answering = new CountDownLatch(0);

  /** Whether a member waits. */
  public volatile boolean waiting;

  /** What heartbeats fail with. */
  public volatile @Nullable RuntimeException fault;

  /** Heartbeats that were answered, and how many of them there were before the lane was taken. */
  private final AtomicInteger heartbeats = new AtomicInteger();

  public volatile int takenAfter;

  public long gaps;

  /** Sequences stored, and those refused with their reasons, in the order of their commits. */
  public final List<Long> stored = new ArrayList<>();

  public final Map<Long, RejectReason> rejected = new HashMap<>();
  public final List<Integer> batchSizes = new ArrayList<>();

  public final FakeStates states = new FakeStates();

  /** Failures of the next commits; a body that contains {@code poison} always fails. */
  public final Deque<StoreException> failures = new ArrayDeque<>();

  /** What the next commits die of. */
  public final Deque<RuntimeException> faults = new ArrayDeque<>();

  /** Whether no row of a refused message is taken. */
  public volatile boolean quarantineRefused;

  public final Set<DeviceKey> devices = new HashSet<>(Set.of(new DeviceKey("t1", "d1")));
  public final Map<String, TenantAccount> accounts =
      new HashMap<>(Map.of("t1", new TenantAccount(Device.ACTIVE, Map.of())));
  public int lookups;

  /** Places that new devices may take, and those that did. */
  public int places;

  public final List<NewDevice> provisioned = new ArrayList<>();

  /** A device that the database refuses to register. */
  public String forbidden = "none";

  /** No commit fails any more but for what its bodies hold. */
  public synchronized void heal() {
    failures.clear();
    faults.clear();
  }

  public synchronized LaneGrant grant() {
    return new LaneGrant(FakeStreams.STREAM, epoch, checkpoint);
  }

  public synchronized int accounted() {
    return stored.size() + rejected.size();
  }

  @Override
  public synchronized Commit commit(LaneGrant grant, Batch batch) {
    if (!failures.isEmpty()) {
      throw failures.removeFirst();
    }
    if (!faults.isEmpty()) {
      throw faults.removeFirst();
    }
    if (grant.epoch() != epoch || grant.checkpoint().lastSeq() != checkpoint.lastSeq()) {
      throw new StoreException(StoreException.Kind.FENCED, null, "fenced", null);
    }
    for (Judged message : batch.messages()) {
      String body = new String(message.envelope().body(), StandardCharsets.UTF_8);
      boolean refused =
          message.verdict() instanceof Accepted ? body.contains("poison") : quarantineRefused;
      if (refused) {
        throw new StoreException(StoreException.Kind.POISON, "22003", "refused", null);
      }
    }
    batchSizes.add(batch.messages().size());
    gaps += batch.gaps();
    for (Judged message : batch.messages()) {
      switch (message.verdict()) {
        case Accepted accepted -> stored.add(message.envelope().seq());
        case Rejected refusal -> rejected.put(message.envelope().seq(), refusal.reason());
      }
    }
    var last = batch.messages().getLast().envelope();
    checkpoint = checkpoint.advancedTo(last.seq(), last.arrivalNanos());
    return new Commit(checkpoint, batch.messages().size(), 0, List.of());
  }

  @Override
  public synchronized @Nullable LaneGrant reincarnate(LaneGrant grant, Checkpoint start) {
    if (grant.epoch() != epoch || grant.checkpoint().lastSeq() != checkpoint.lastSeq()) {
      return null;
    }
    checkpoint = start.under(++incarnations);
    return grant.at(checkpoint);
  }

  @Override
  public synchronized void release(LaneGrant grant) {
    released = grant.epoch() == epoch;
    owner = released ? null : owner;
  }

  @Override
  public Map<DeviceKey, Device> findDevices(Collection<DeviceKey> keys) {
    lookups++;
    Map<DeviceKey, Device> found = new HashMap<>();
    keys.stream().filter(devices::contains).forEach(key -> found.put(key, DEVICE));
    return found;
  }

  @Override
  public Map<String, TenantAccount> findTenants(Collection<String> tenantIds) {
    Map<String, TenantAccount> found = new HashMap<>(accounts);
    found.keySet().retainAll(tenantIds);
    return found;
  }

  @Override
  public Map<DeviceKey, List<Validity>> findCertificates(Collection<DeviceKey> keys) {
    return Map.of();
  }

  @Override
  public Result provision(List<NewDevice> newDevices, Map<String, Long> tenants) {
    if (newDevices.stream().anyMatch(device -> device.key().deviceId().equals(forbidden))) {
      throw new StoreException(StoreException.Kind.POISON, "23503", "refused", null);
    }
    for (NewDevice device : newDevices) {
      if (places > 0) {
        places--;
        provisioned.add(device);
        devices.add(device.key());
      }
    }
    List<DeviceKey> keys = newDevices.stream().map(NewDevice::key).toList();
    return new Result(findDevices(keys), places > 0 ? Set.of() : tenants.keySet());
  }

  @Override
  public void addMissing(Collection<String> streams) {}

  @Override
  public List<String> heartbeat(String member, Duration lease) {
    RuntimeException failure = fault;
    if (failure != null) {
      throw failure;
    }
    try {
      waiting = answering.getCount() > 0;
      answering.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    heartbeats.incrementAndGet();
    return List.of(member);
  }

  @Override
  public void leave(String member) {}

  @Override
  public synchronized List<LaneStatus> list() {
    return List.of(
        new LaneStatus(
            FakeStreams.STREAM,
            epoch,
            checkpoint.lastSeq(),
            owner,
            owner == null ? 0 : 5_000,
            new LaneTotals(stored.size(), rejected.size(), 0, gaps)));
  }

  @Override
  public synchronized @Nullable LaneGrant take(String stream, String member, Duration lease) {
    if (owner != null) {
      return null;
    }
    owner = member;
    takenAfter = heartbeats.get();
    epoch++;
    return grant();
  }

  @Override
  public void renew(Collection<LaneGrant> grants, Duration lease) {}
}
