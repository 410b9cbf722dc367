package dev.weir.ingest;

import dev.weir.core.store.Batch;
import dev.weir.core.store.Commit;
import dev.weir.core.store.StoreException;

/** Is told what the lanes do; called from many threads, and must not block. */
public interface IngestObserver {

  /** Messages were read from a stream; after a crash or a takeover some are read again. */
  void received(String stream, int messages);

  /**
   * A batch was committed.
   *
   * @param nanos time from the first attempt to the commit
   */
  void committed(String stream, Batch batch, Commit commit, long nanos);

  /**
   * Where a lane stands.
   *
   * @param position sequence of the last message committed
   * @param backlog messages in the stream that were not yet read
   * @param buckets rate limit buckets that the lane keeps
   * @param states devices whose state is still to be written
   */
  void position(String stream, long position, long backlog, int buckets, int states);

  /** Devices of a batch that were known from memory, and those that had to be looked up. */
  void lookups(long hits, long misses);

  /** The stream skipped sequences: messages were deleted before they were read. */
  void gap(String stream, long sequences);

  /** The database refused or failed; the lane holds its messages and tries again. */
  void retrying(String stream, StoreException cause);

  /** Devices whose state was written. */
  void statesWritten(String stream, int devices);

  /** The state of a device was refused by the database for what it holds, and dropped. */
  void stateRefused(String stream);

  /** Accepted messages whose location was ignored, being none. */
  void locationsIgnored(String stream, int messages);

  /**
   * Jobs of routes.
   *
   * @param published that the stream has
   * @param untaken that it has not: dead letters
   */
  void routed(int published, int untaken);

  /** A lane is no longer held by this process. */
  void released(String stream);
}
