package dev.weir.ingest.fakes;

import dev.weir.core.store.Batch;
import dev.weir.core.store.Commit;
import dev.weir.core.store.StoreException;
import dev.weir.ingest.IngestObserver;

/** Looks away. */
public class NoObserver implements IngestObserver {
  @Override
  public void received(String stream, int messages) {}

  @Override
  public void committed(String stream, Batch batch, Commit commit, long nanos) {}

  @Override
  public void position(String stream, long position, long backlog, int buckets, int states) {}

  @Override
  public void lookups(long hits, long misses) {}

  @Override
  public void gap(String stream, long sequences) {}

  @Override
  public void retrying(String stream, StoreException cause) {}

  @Override
  public void statesWritten(String stream, int devices) {}

  @Override
  public void stateRefused(String stream) {}

  @Override
  public void locationsIgnored(String stream, int messages) {}

  @Override
  public void routed(int published, int untaken) {}

  @Override
  public void released(String stream) {}
}
