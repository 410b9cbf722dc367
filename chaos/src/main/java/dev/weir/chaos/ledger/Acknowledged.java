package dev.weir.chaos.ledger;

import dev.weir.app.simulate.MessageMaker;
import dev.weir.app.simulate.SimulatedMessage;
import dev.weir.core.publish.Acknowledgement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The messages of one load that JetStream acknowledged: twenty bytes each, for an index and the
 * maker give all the rest. Safe for use by many threads.
 */
public final class Acknowledged {

  /** A message and where the stream has it. */
  public record Entry(SimulatedMessage message, String stream, long streamSeq) {}

  private final MessageMaker maker;
  private final List<String> streams = new ArrayList<>();
  private final Map<String, Long> last = new HashMap<>();
  private long[] indexes = new long[1 << 12];
  private long[] streamSeqs = new long[1 << 12];
  private int[] streamNumbers = new int[1 << 12];
  private int size;

  /** None yet, of the messages of a maker. */
  public Acknowledged(MessageMaker maker) {
    this.maker = maker;
  }

  /** Remembers a message; a repeated answer to the same message is to be left out by the caller. */
  public synchronized void add(SimulatedMessage message, Acknowledgement acknowledgement) {
    if (size == indexes.length) {
      indexes = Arrays.copyOf(indexes, 2 * size);
      streamSeqs = Arrays.copyOf(streamSeqs, 2 * size);
      streamNumbers = Arrays.copyOf(streamNumbers, 2 * size);
    }
    indexes[size] = message.index();
    streamSeqs[size] = acknowledgement.seq();
    streamNumbers[size] = number(acknowledgement.stream());
    last.merge(acknowledgement.stream(), acknowledgement.seq(), Math::max);
    size++;
  }

  public synchronized int size() {
    return size;
  }

  /** The highest sequence that was acknowledged, of each stream. */
  public synchronized Map<String, Long> last() {
    return Map.copyOf(last);
  }

  /** Hands out all; not to be called while messages are added. */
  public synchronized void forEach(Consumer<Entry> reader) {
    for (int i = 0; i < size; i++) {
      reader.accept(
          new Entry(maker.make(indexes[i]), streams.get(streamNumbers[i]), streamSeqs[i]));
    }
  }

  private int number(String stream) {
    int number = streams.indexOf(stream);
    if (number >= 0) {
      return number;
    }
    streams.add(stream);
    return streams.size() - 1;
  }
}
