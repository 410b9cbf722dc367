package dev.weir.core.table;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A row of longs for each of many names: 16 bytes and about 7 more each besides the longs, in pages
 * that the garbage collector neither looks into nor copies whole when the table grows. A row keeps
 * its number until it is removed; new rows take the numbers of those that were, so numbers stay
 * below the most rows that there have been, and may name places in arrays. Not for several threads.
 */
public final class FingerprintTable {

  /**
   * Before a row's own longs; a free row has 0 for the low half, and the next free one's number.
   */
  private static final int HIGH = 0;

  private static final int LOW = 1;
  private static final int OWN = 2;

  private static final int PAGE_BITS = 8;
  private static final int PAGE_ROWS = 1 << PAGE_BITS;
  private static final int SMALLEST_INDEX = 64;
  private static final int NONE = -1;

  private final int width;
  private long[][] pages = {};

  /** Numbers, each at the place that its name has, or behind it; {@link #NONE} in between. */
  private int[] index = emptyIndex(SMALLEST_INDEX);

  private int size;
  private int bound;
  private int free = NONE;

  /**
   * Makes an empty one.
   *
   * @param fields longs of a row
   */
  public FingerprintTable(int fields) {
    width = OWN + fields;
  }

  /** Rows. */
  public int size() {
    return size;
  }

  /** Above all numbers that rows have or had. */
  public int bound() {
    return bound;
  }

  /** Memory that it takes. */
  public long bytes() {
    return (long) pages.length * PAGE_ROWS * width * Long.BYTES
        + (long) index.length * Integer.BYTES;
  }

  /** The number of a name's row; negative where it has none. */
  public int find(Fingerprint name) {
    int place = home(name.high());
    int number = index[place];
    while (number != NONE
        && (cell(number, LOW) != name.low() || cell(number, HIGH) != name.high())) {
      place = next(place);
      number = index[place];
    }
    return number;
  }

  /** Gives a name that has no row one; what is in its longs is left over from another. */
  public int add(Fingerprint name) {
    if (3L * (size + 1) > 2L * index.length) {
      reindex(index.length + index.length / 2);
    }
    int number = free;
    if (number == NONE) {
      number = bound++;
      if (number >>> PAGE_BITS == pages.length) {
        pages = Arrays.copyOf(pages, pages.length + 1);
        pages[pages.length - 1] = new long[PAGE_ROWS * width];
      }
    } else {
      free = (int) cell(number, HIGH);
    }
    size++;
    setCell(number, HIGH, name.high());
    setCell(number, LOW, name.low());
    enter(number);
    return number;
  }

  /**
   * Takes a row away.
   *
   * @throws IllegalArgumentException where no row has the number
   */
  public void remove(int number) {
    if (!isUsed(number)) {
      throw new IllegalArgumentException("no row has the number " + number);
    }
    close(placeOf(number));
    setCell(number, HIGH, free);
    setCell(number, LOW, 0);
    free = number;
    size--;
  }

  /** The numbers of all rows. */
  public IntStream numbers() {
    return IntStream.range(0, bound).filter(this::isUsed);
  }

  /** Whether a number below {@link #bound} is a row's. */
  public boolean isUsed(int number) {
    return cell(number, LOW) != 0;
  }

  /** The name of a row. */
  public Fingerprint name(int number) {
    return new Fingerprint(cell(number, HIGH), cell(number, LOW));
  }

  public long get(int number, int field) {
    return cell(number, OWN + field);
  }

  public void set(int number, int field, long value) {
    setCell(number, OWN + field, value);
  }

  private int placeOf(int number) {
    int place = home(cell(number, HIGH));
    while (index[place] != number) {
      place = next(place);
    }
    return place;
  }

  private void enter(int number) {
    int place = home(cell(number, HIGH));
    while (index[place] != NONE) {
      place = next(place);
    }
    index[place] = number;
  }

  /** Moves those that a search would no longer find behind the hole into it. */
  private void close(int place) {
    int hole = place;
    for (int at = next(hole); index[at] != NONE; at = next(at)) {
      if (distance(home(cell(index[at], HIGH)), at) >= distance(hole, at)) {
        index[hole] = index[at];
        hole = at;
      }
    }
    index[hole] = NONE;
  }

  private void reindex(int places) {
    index = emptyIndex(places);
    numbers().forEach(this::enter);
  }

  private static int[] emptyIndex(int places) {
    int[] empty = new int[places];
    Arrays.fill(empty, NONE);
    return empty;
  }

  private int home(long high) {
    return (int) (((high >>> Integer.SIZE) * index.length) >>> Integer.SIZE);
  }

  private int next(int place) {
    return place + 1 == index.length ? 0 : place + 1;
  }

  private int distance(int from, int to) {
    return to >= from ? to - from : to - from + index.length;
  }

  private long cell(int number, int column) {
    return pages[number >>> PAGE_BITS][(number & (PAGE_ROWS - 1)) * width + column];
  }

  private void setCell(int number, int column, long value) {
    pages[number >>> PAGE_BITS][(number & (PAGE_ROWS - 1)) * width + column] = value;
  }
}
