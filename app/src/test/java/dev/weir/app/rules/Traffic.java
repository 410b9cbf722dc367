package dev.weir.app.rules;

import dev.weir.core.message.Subjects;
import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Devices that send without a pause, one after the other, until told to stop. */
final class Traffic implements AutoCloseable {

  static final int PARTITIONS = 4;

  /** A device, as {@code tenant/device}. */
  private final List<String> devices;

  private final RuleInstallation installation;
  private final long pauseNanos;
  private final AtomicLong sent = new AtomicLong();
  private final Thread thread;
  private volatile boolean stopped;

  private Traffic(RuleInstallation installation, List<String> devices, int perSecond) {
    this.installation = installation;
    this.devices = devices;
    pauseNanos = 1_000_000_000L / perSecond;
    thread = Thread.ofPlatform().name("traffic").unstarted(this::run);
  }

  static Traffic start(RuleInstallation installation, List<String> devices, int perSecond) {
    Traffic traffic = new Traffic(installation, devices, perSecond);
    traffic.thread.start();
    return traffic;
  }

  long sent() {
    return sent.get();
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A message of a device that the broker's clock gives its time. */
  static void send(RuleInstallation installation, String device) {
    int slash = device.indexOf('/');
    String tenant = device.substring(0, slash);
    String id = device.substring(slash + 1);
    Headers headers = new Headers();
    headers.add("Weir-Topic", "tenant/" + tenant + "/device/" + id + "/telemetry");
    headers.add("Weir-Provision-Token", "secret");
    byte[] body =
        "{\"site_id\":\"s1\",\"metrics\":{\"a\":1,\"b\":2}}".getBytes(StandardCharsets.UTF_8);
    installation.send(Subjects.telemetry(tenant, id, PARTITIONS), headers, body);
  }

  private void run() {
    long next = System.nanoTime();
    for (int i = 0; !stopped; i = (i + 1) % devices.size()) {
      send(installation, devices.get(i));
      sent.incrementAndGet();
      next += pauseNanos;
      LockSupport.parkNanos(next - System.nanoTime());
    }
  }
}
