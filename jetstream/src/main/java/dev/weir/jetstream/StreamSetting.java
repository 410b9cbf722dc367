package dev.weir.jetstream;

import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamState;
import java.time.Duration;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The settings of a stream that Weir cares for, and what may be done to each. */
enum StreamSetting {
  STORAGE("storage"),
  RETENTION("retention"),
  SUBJECTS("subjects"),
  DENY_PURGE("deny_purge"),
  DISCARD("discard"),
  MAX_AGE("max_age"),
  MAX_MSGS("max_msgs"),
  MAX_BYTES("max_bytes"),
  MAX_MSGS_PER_SUBJECT("max_msgs_per_subject"),
  DISCARD_NEW_PER_SUBJECT("discard_new_per_subject"),
  DUPLICATE_WINDOW("duplicate_window"),
  REPLICAS("num_replicas"),
  ALLOW_DIRECT("allow_direct");

  private final String label;

  StreamSetting(String label) {
    this.label = label;
  }

  /** Its name in NATS' own words. */
  String label() {
    return label;
  }

  /** Its value, for comparison and for people. */
  String of(StreamConfiguration stream) {
    return switch (this) {
      case STORAGE -> stream.getStorageType().toString();
      case RETENTION -> stream.getRetentionPolicy().toString();
      case SUBJECTS -> String.join(" ", new TreeSet<>(stream.getSubjects()));
      case DENY_PURGE -> String.valueOf(stream.getDenyPurge());
      case DISCARD -> String.valueOf(stream.getDiscardPolicy());
      case MAX_AGE -> seconds(stream.getMaxAge());
      case MAX_MSGS -> limit(stream.getMaxMsgs());
      case MAX_BYTES -> limit(stream.getMaxBytes());
      case MAX_MSGS_PER_SUBJECT -> limit(stream.getMaxMsgsPerSubject());
      case DISCARD_NEW_PER_SUBJECT -> String.valueOf(stream.isDiscardNewPerSubject());
      case DUPLICATE_WINDOW -> seconds(stream.getDuplicateWindow());
      case REPLICAS -> String.valueOf(stream.getReplicas());
      case ALLOW_DIRECT -> String.valueOf(stream.getAllowDirect());
    };
  }

  /** Why a stream is not to be changed to the plan; null where that can do no harm. */
  @Nullable String obstacle(StreamConfiguration is, StreamConfiguration wanted, StreamState state) {
    return switch (this) {
      case STORAGE, RETENTION, DENY_PURGE -> "a stream keeps the one it was made with";
      case SUBJECTS ->
          is.getSubjects().containsAll(wanted.getSubjects())
              ? "subjects are never taken away"
              : null;
      case MAX_BYTES ->
          state.getByteCount() > wanted.getMaxBytes()
              ? "the stream holds " + state.getByteCount() + " bytes"
              : null;
      // The count of a single subject is not known here; that of all is no smaller.
      case MAX_MSGS_PER_SUBJECT ->
          isLower(wanted.getMaxMsgsPerSubject(), is.getMaxMsgsPerSubject())
                  && state.getMsgCount() > wanted.getMaxMsgsPerSubject()
              ? "the stream holds " + state.getMsgCount() + " messages"
              : null;
      case DISCARD_NEW_PER_SUBJECT ->
          is.getMaxMsgsPerSubject() <= 0 && MAX_MSGS_PER_SUBJECT.obstacle(is, wanted, state) != null
              ? "it takes a limit per subject"
              : null;
      case DISCARD, MAX_AGE, MAX_MSGS, DUPLICATE_WINDOW, REPLICAS, ALLOW_DIRECT -> null;
    };
  }

  /** Puts the planned value into a configuration. */
  void repair(StreamConfiguration.Builder stream, StreamConfiguration wanted) {
    switch (this) {
      case STORAGE, RETENTION, DENY_PURGE -> throw new IllegalStateException(label);
      case SUBJECTS -> stream.addSubjects(wanted.getSubjects());
      case DISCARD -> stream.discardPolicy(wanted.getDiscardPolicy());
      case MAX_AGE -> stream.maxAge(wanted.getMaxAge());
      case MAX_MSGS -> stream.maxMessages(wanted.getMaxMsgs());
      case MAX_BYTES -> stream.maxBytes(wanted.getMaxBytes());
      case MAX_MSGS_PER_SUBJECT -> stream.maxMessagesPerSubject(wanted.getMaxMsgsPerSubject());
      case DISCARD_NEW_PER_SUBJECT -> stream.discardNewPerSubject(wanted.isDiscardNewPerSubject());
      case DUPLICATE_WINDOW -> stream.duplicateWindow(wanted.getDuplicateWindow());
      case REPLICAS -> stream.replicas(wanted.getReplicas());
      case ALLOW_DIRECT -> stream.allowDirect(wanted.getAllowDirect());
    }
  }

  /** Whether a stream with this difference may lose messages, or take fewer than planned. */
  boolean isWeaker(StreamConfiguration is, StreamConfiguration wanted) {
    return switch (this) {
      case STORAGE, RETENTION, DENY_PURGE, DISCARD, MAX_AGE, MAX_MSGS -> true;
      case SUBJECTS -> !is.getSubjects().containsAll(wanted.getSubjects());
      case MAX_BYTES -> isLower(is.getMaxBytes(), wanted.getMaxBytes());
      case MAX_MSGS_PER_SUBJECT ->
          isLower(is.getMaxMsgsPerSubject(), wanted.getMaxMsgsPerSubject());
      case DUPLICATE_WINDOW ->
          orZero(is.getDuplicateWindow()).compareTo(orZero(wanted.getDuplicateWindow())) < 0;
      case REPLICAS -> is.getReplicas() < wanted.getReplicas();
      case DISCARD_NEW_PER_SUBJECT, ALLOW_DIRECT -> false;
    };
  }

  /** Compares limits, of which any that is not positive means none. */
  private static boolean isLower(long limit, long other) {
    return limit > 0 && (other <= 0 || limit < other);
  }

  private static String limit(long limit) {
    return limit <= 0 ? "unlimited" : String.valueOf(limit);
  }

  private static String seconds(@Nullable Duration duration) {
    return orZero(duration).toNanos() / 1e9 + " s";
  }

  private static Duration orZero(@Nullable Duration duration) {
    return duration == null ? Duration.ZERO : duration;
  }
}
