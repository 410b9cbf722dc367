package dev.weir.testkit.nats;

/** One server or a cluster: where clients find it. Closing it removes it and its streams. */
public sealed interface NatsServers extends AutoCloseable permits TestNats, NatsCluster {

  /** As {@code NATS_URL} of a process; of a cluster all of its servers, separated by commas. */
  String url();

  @Override
  void close();
}
