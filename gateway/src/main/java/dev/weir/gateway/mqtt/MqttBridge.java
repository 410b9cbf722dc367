package dev.weir.gateway.mqtt;

import dev.weir.core.publish.MessagePublisher;
import dev.weir.core.session.SessionStore;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what devices publish from an MQTT broker into the streams. The broker keeps each message
 * until JetStream has it, and holds no more than {@code receive-maximum} of them open here.
 */
public final class MqttBridge {

  private static final Logger log = LoggerFactory.getLogger(MqttBridge.class);

  private static final long LOOK_MILLIS = 10;

  /** For a session to be disconnected and its lease given back; else that runs out. */
  private static final Duration LEAVE_BOUND = Duration.ofSeconds(2);

  private final Forwarder forwarder;
  private final BridgeSession session;
  private final SessionAdoption adoption;
  private final Thread sessionThread;
  private final Thread adoptionThread;

  /**
   * Makes it; nothing is connected before {@link #start}.
   *
   * @param partitions into which devices are divided
   * @param maxBodyBytes the largest body that streams take now; of a larger one only the beginning
   *     travels
   */
  public MqttBridge(
      BridgeConfig config,
      BrokerConfig broker,
      int partitions,
      SessionStore sessions,
      MessagePublisher publisher,
      LongSupplier maxBodyBytes,
      BridgeObserver observer) {
    forwarder =
        new Forwarder(
            publisher,
            new Translation(partitions, config.identityPrefix()),
            observer,
            broker.receiveMaximum());
    BrokerConnector connector =
        new BrokerConnector(broker, config.identityProperty(), new Intake(forwarder, maxBodyBytes));
    session = new BridgeSession(config, connector, sessions, observer);
    adoption = new SessionAdoption(config, connector, sessions, session::isSteady);
    sessionThread = Thread.ofPlatform().daemon().name("bridge-session").unstarted(session);
    adoptionThread = Thread.ofVirtual().name("bridge-adoption").unstarted(adoption);
  }

  /** Starts, and returns at once. */
  public void start() {
    forwarder.start();
    sessionThread.start();
    adoptionThread.start();
  }

  /** Why nothing comes from the broker; null while it is subscribed. */
  public @Nullable String problem() {
    return session.problem();
  }

  public boolean isConnected() {
    return session.isConnected();
  }

  /** Messages that came and that JetStream has not acknowledged yet. */
  public int inFlight() {
    return forwarder.inFlight();
  }

  /** Whether JetStream refuses what came: then messages wait, most of them at the broker. */
  public boolean isBlocked() {
    return forwarder.inFlight() > 0 && forwarder.problem() != null;
  }

  /**
   * Takes nothing new, waits for what is on its way to be acknowledged, unless JetStream takes
   * nothing, tells the broker, and leaves. What is not acknowledged in time the broker sends to
   * whoever comes next.
   */
  public void stop(Duration timeout) throws InterruptedException {
    long end = System.nanoTime() + timeout.minus(LEAVE_BOUND).toNanos();
    session.stopAccepting();
    adoption.stopAccepting();
    while (forwarder.inFlight() > 0 && !isBlocked() && end - System.nanoTime() > 0) {
      Thread.sleep(LOOK_MILLIS);
    }
    if (forwarder.inFlight() > 0) {
      log.warn(
          "{} messages are not in JetStream yet; the broker sends them again to the next bridge",
          forwarder.inFlight());
    }
    sessionThread.interrupt();
    adoptionThread.interrupt();
    sessionThread.join(LEAVE_BOUND);
    adoptionThread.join(LEAVE_BOUND);
    forwarder.close();
  }
}
