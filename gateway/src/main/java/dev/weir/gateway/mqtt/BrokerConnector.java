package dev.weir.gateway.mqtt;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Makes clients for this broker, and waits for their answers. */
final class BrokerConnector {

  /** Longer than a client tries to connect. */
  private static final long ANSWER_SECONDS = 25;

  private final BrokerConfig broker;
  private final String identityProperty;
  private final Intake intake;

  BrokerConnector(BrokerConfig broker, String identityProperty, Intake intake) {
    this.broker = broker;
    this.identityProperty = identityProperty;
    this.intake = intake;
  }

  /** A client that has not connected yet; its messages belong to that link. */
  BrokerClient client(String clientId, Link link) {
    return broker.mqtt5()
        ? new Mqtt5BrokerClient(broker, identityProperty, clientId, link, intake)
        : new Mqtt3BrokerClient(broker, clientId, link, intake);
  }

  /** The broker, for people. */
  String describe() {
    return broker.toString();
  }

  /**
   * Waits for an answer of the broker.
   *
   * @throws BrokerException it is no, or does not come
   */
  static <T> T await(CompletableFuture<T> answer) throws InterruptedException {
    try {
      return answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw BrokerFailures.of(e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      throw new BrokerException("the broker did not answer within " + ANSWER_SECONDS + " s", e);
    }
  }
}
