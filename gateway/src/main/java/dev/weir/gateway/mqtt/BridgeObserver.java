package dev.weir.gateway.mqtt;

import dev.weir.core.publish.PublishException;

/** Hears what a bridge does, from several threads at once; answers at once. */
public interface BridgeObserver {

  /** A message came from the broker. */
  void received();

  /** JetStream has it, that long after it came. */
  void published(long nanos);

  /** JetStream did not take it, or nobody knows; it is published again. */
  void retrying(PublishException.Kind kind);

  /** A message of QoS 0 found no room while JetStream was away; its sender asked for no better. */
  void dropped();

  /** A connection that had come about was lost. */
  void connectionLost();
}
